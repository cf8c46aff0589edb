import type { Certificate, OpenSSL, WaitContext } from 'openssl-async';
import { $, attempt, describe, milliseconds, offer } from './dom.js';
import { labelled } from './jobs-panel.js';
import { makeSlowKey, selfSigned, type SlowKey } from './slow-key.js';
import type { Timeline } from './timeline.js';
import { describeFile } from './verify-file.js';

type Document = 'csr' | 'certificate' | 'cms';

const titles: Readonly<Record<Document, string>> = {
  csr: 'Certification request',
  certificate: 'Self-signed certificate',
  cms: 'Signed message (CMS)',
};
const files: Readonly<Record<Document, string>> = {
  csr: 'request.pem',
  certificate: 'certificate.pem',
  cms: 'message.pem',
};

/** "Your key never leaves": documents that OpenSSL builds and a non-extractable key signs. */
export function startKeyPanel(ossl: OpenSSL, timeline: Timeline): void {
  const delay = $<HTMLInputElement>('key-delay');
  const status = $('key-status');
  const trusted: Certificate[] = [];
  let held: SlowKey | undefined;

  delay.addEventListener('input', () => {
    $('key-delay-out').textContent = `${delay.value} s`;
  });
  const fail = (error: unknown): void => {
    status.textContent = describe(error);
  };

  const make = $<HTMLButtonElement>('key-make');
  make.disabled = false;
  make.addEventListener(
    'click',
    () =>
      void attempt(async () => {
        const previous = held;
        held = await makeSlowKey(ossl, {
          name: $<HTMLInputElement>('key-name').value,
          delay: () => Number(delay.value) * 1000,
        });
        previous?.key.free();
        trusted.push(held.certificate);
        const refusal = await whyNotExported(held.pair.privateKey);
        status.textContent = `A P-256 key was made. Asked for its private part, the browser says: “${refusal}”`;
        for (const button of documents()) button.disabled = false;
      }, fail),
  );

  for (const button of documents())
    button.addEventListener(
      'click',
      () =>
        void attempt(async () => {
          const key = held as SlowKey;
          const kind = button.dataset['document'] as Document;
          const began = performance.now();
          status.textContent = 'OpenSSL has stopped in the middle and waits for the signer …';
          for (const one of documents()) one.disabled = true;
          let pem: string;
          try {
            pem = await labelled(ossl, timeline, titles[kind], (waitContext) =>
              build(ossl, key, kind, waitContext),
            );
          } finally {
            for (const one of documents()) one.disabled = false;
          }
          const took = milliseconds(performance.now() - began);
          status.textContent = `Done in ${took}. OpenSSL built it and verified the signature; the key stayed in the browser.`;
          $('key-result-title').textContent = titles[kind];
          $('key-pem').textContent = pem;
          offer('key-download', files[kind], pem);
          $('key-result').hidden = false;
        }, fail),
    );
  listenForFiles(async (file) => describeFile(ossl, file, trusted));
}

function documents(): NodeListOf<HTMLButtonElement> {
  return document.querySelectorAll('[data-document]');
}

async function whyNotExported(key: CryptoKey): Promise<string> {
  try {
    await crypto.subtle.exportKey('pkcs8', key);
    throw new Error('The key could be exported');
  } catch (error) {
    if (error instanceof DOMException) return error.message || error.name;
    throw error;
  }
}

/** The document, in PEM. */
async function build(
  ossl: OpenSSL,
  { certificate, key }: SlowKey,
  kind: Document,
  waitContext: WaitContext,
): Promise<string> {
  const name = $<HTMLInputElement>('key-name').value;
  if (kind === 'csr') {
    const request = await ossl.x509.createRequest({ subject: { CN: name }, key, waitContext });
    return request.toPem();
  }
  if (kind === 'certificate') {
    const own = await selfSigned(ossl, key, name, { waitContext });
    return own.toPem();
  }
  const text = new TextEncoder().encode($<HTMLTextAreaElement>('key-text').value);
  const signers = [{ key, certificate }];
  const message = await ossl.cms.sign(text, { signers, format: 'pem', waitContext });
  return message.toPem();
}

function listenForFiles(verify: (file: File) => Promise<{ good: boolean; text: string }>): void {
  const zone = $('drop');
  const result = $('drop-result');
  const look = (file: File | null | undefined): void => {
    if (!file) return;
    result.className = '';
    result.textContent = 'OpenSSL reads it …';
    void attempt(
      async () => {
        const { good, text } = await verify(file);
        result.className = good ? 'good' : 'bad';
        result.textContent = text;
      },
      (error) => {
        result.className = 'bad';
        result.textContent = `${file.name}: ${describe(error)}`;
      },
    );
  };
  for (const type of ['dragenter', 'dragover'])
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
  for (const type of ['dragleave', 'drop'])
    zone.addEventListener(type, () => {
      zone.classList.remove('over');
    });
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    look(event.dataTransfer?.files[0]);
  });
  const picker = $<HTMLInputElement>('drop-file');
  picker.addEventListener('change', () => {
    look(picker.files?.[0]);
    picker.value = '';
  });
}
