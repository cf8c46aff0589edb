// A gibibyte through each operation that takes streams, in no more memory than the first of its chunks.
import type { ByteInput, OpenSSL } from '../../../src/index.js';
import { at, heldKey } from '../../support/certificates.js';
import { hex } from '../../support/bytes.js';
import { scaled, type Suite } from '../../support/suite.js';

const MIB = 2 ** 20;

function* mebibytes(count: number): Generator<Uint8Array> {
  const piece = new Uint8Array(MIB);
  for (let index = 0; index < count; index++) yield piece;
}

/** Counts what is written. */
function counter(): { to: WritableStream<Uint8Array>; size: () => number } {
  let size = 0;
  const to = new WritableStream<Uint8Array>({
    write: ({ length }) => {
      size += length;
    },
  });
  return { to, size: () => size };
}

export const largeStreams: Suite = ({ expect, loadShipped, scale, test }) => {
  const large = scaled(1024, scale);
  const name = large === 1024 ? '1 GiB' : `${large} MiB`;

  /** Runs it with a little, then with much, and looks at the memory. */
  const flat = async (ossl: OpenSSL, run: (data: ByteInput, size: number) => Promise<void>) => {
    await run(mebibytes(2), 2);
    const { total } = ossl.stats().memory;
    await run(mebibytes(large), large);
    expect(ossl.stats().memory.total).toBe(total);
    expect(ossl.stats()).toMatchObject({
      jobs: { live: 0 },
      waitContexts: 0,
      handles: { open: 0 },
    });
  };

  test(`${name} is digested at flat memory`, async () => {
    const ossl = await loadShipped();
    let digest: Uint8Array = new Uint8Array(0);
    await flat(ossl, async (data) => {
      digest = await ossl.digest('SHA256', data);
    });
    expect(hex(digest)).toBe(
      large === 1024
        ? '49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14'
        : hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(large * MIB)))),
    );
  });

  test(`${name} is signed and verified at flat memory`, async () => {
    const ossl = await loadShipped();
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const signatures: Uint8Array[] = [];
    await flat(ossl, async (data, size) => {
      signatures[size] = await ossl.sign(key, data, { hash: 'SHA256' });
    });
    await flat(ossl, async (data, size) => {
      const signature = signatures[size] as Uint8Array;
      expect(await ossl.verify(key, signature, data, { hash: 'SHA256' })).toBe(true);
    });
    key.free();
  });

  test(`${name} is signed as CMS, attached and detached, and verified, at flat memory`, async () => {
    const ossl = await loadShipped();
    const key = await heldKey(ossl);
    const certificate = await ossl.x509.createCertificate({
      subject: { CN: 'large' },
      issuerKey: key,
      hash: 'SHA256',
      notBefore: at,
      notAfter: new Date('2056-01-01'),
      extensions: { basicConstraints: 'critical,CA:TRUE' },
    });
    const signers = [{ key, certificate }];
    await flat(ossl, async (data, size) => {
      const out = counter();
      await ossl.cms.sign(data, { signers, hash: 'SHA256', to: out.to });
      expect(out.size()).toBeGreaterThan(size * MIB);
    });
    const detached: Uint8Array[] = [];
    await flat(ossl, async (data, size) => {
      const message = await ossl.cms.sign(data, { signers, hash: 'SHA256', detached: true });
      detached[size] = message.toDer();
    });
    await flat(ossl, async (content, size) => {
      await ossl.cms.verify(detached[size] as Uint8Array, { trusted: [certificate], content });
    });
    key.free();
  });

  test(`${name} is encrypted at flat memory`, async () => {
    const ossl = await loadShipped();
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await ossl.x509.createCertificate({
      subject: { CN: 'large' },
      issuerKey: key,
      notBefore: at,
      notAfter: new Date('2056-01-01'),
    });
    await flat(ossl, async (data, size) => {
      const out = counter();
      await ossl.cms.encrypt(data, { recipients: [certificate], to: out.to });
      expect(out.size()).toBeGreaterThan(size * MIB);
    });
    key.free();
  });
};
