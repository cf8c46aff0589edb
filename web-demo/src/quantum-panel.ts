import type { Key, OpenSSL } from 'openssl-async';
import { $, bytes, describe, milliseconds } from './dom.js';

const kems = ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'] as const;
const signatures = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const;
type Algorithm = (typeof kems)[number] | (typeof signatures)[number];

/** "Post-quantum corner": each algorithm once, timed, and whether this browser's WebCrypto has it. */
export async function startQuantumPanel(ossl: OpenSSL): Promise<void> {
  const browser = new Map<Algorithm, boolean>();
  for (const algorithm of [...kems, ...signatures]) {
    browser.set(algorithm, await browserHas(algorithm));
    row(algorithm, ['–', '–', '–', '–'], browser.get(algorithm) === true);
  }
  const count = [...browser.values()].filter(Boolean).length;
  $('quantum-browser').textContent =
    count === 0
      ? 'This browser’s WebCrypto has neither.'
      : `This browser’s WebCrypto has ${count} of these ${browser.size}.`;

  const button = $<HTMLButtonElement>('quantum-run');
  const status = $('quantum-status');
  const run = async (): Promise<void> => {
    button.disabled = true;
    try {
      for (const algorithm of kems)
        row(algorithm, await runKem(ossl, algorithm), browser.get(algorithm));
      for (const algorithm of signatures)
        row(algorithm, await runSignature(ossl, algorithm), browser.get(algorithm));
      status.textContent =
        'Both sides had the same secret, and every signature was right; a changed text was refused.';
    } catch (error) {
      status.textContent = describe(error);
    }
    button.disabled = false;
  };
  button.disabled = false;
  button.addEventListener('click', () => void run());
}

async function browserHas(algorithm: Algorithm): Promise<boolean> {
  const usages = algorithm.startsWith('ML-KEM')
    ? ['encapsulateBits', 'decapsulateBits']
    : ['sign', 'verify'];
  try {
    await crypto.subtle.generateKey({ name: algorithm }, false, usages as KeyUsage[]);
    return true;
  } catch {
    return false;
  }
}

async function timed<T>(action: () => Promise<T>): Promise<[T, string]> {
  const began = performance.now();
  const value = await action();
  return [value, milliseconds(performance.now() - began)];
}

async function runKem(ossl: OpenSSL, algorithm: (typeof kems)[number]): Promise<string[]> {
  const [key, made] = await timed(() => ossl.generateKey({ algorithm }));
  try {
    const [{ ciphertext, secret }, forth] = await timed(() => ossl.encapsulate(key));
    const [same, back] = await timed(() => ossl.decapsulate(key, ciphertext));
    if (!isEqual(secret, same)) throw new Error(`${algorithm}: the two secrets differ`);
    return [made, forth, back, `${bytes(ciphertext.length)} ciphertext`];
  } finally {
    key.free();
  }
}

async function runSignature(
  ossl: OpenSSL,
  algorithm: (typeof signatures)[number],
): Promise<string[]> {
  const [key, made] = await timed((): Promise<Key> => ossl.generateKey({ algorithm }));
  try {
    const text = new TextEncoder().encode('Meet me at noon.');
    const [signature, forth] = await timed(() => ossl.sign(key, text));
    const [isRight, back] = await timed(() => ossl.verify(key, signature, text));
    const isFooled = await ossl.verify(key, signature, new TextEncoder().encode('Meet me at one.'));
    if (!isRight || isFooled) throw new Error(`${algorithm}: the signature was judged wrongly`);
    return [made, forth, back, `${bytes(signature.length)} signature`];
  } finally {
    key.free();
  }
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function row(algorithm: Algorithm, cells: readonly string[], inBrowser = false): void {
  const id = `row-${algorithm}`;
  const line = document.createElement('tr');
  line.id = id;
  const name = document.createElement('th');
  name.scope = 'row';
  name.textContent = algorithm;
  line.append(name);
  for (const text of [...cells, inBrowser ? 'yes' : 'not yet']) {
    const cell = document.createElement('td');
    cell.textContent = text;
    line.append(cell);
  }
  const old = document.getElementById(id);
  if (old) old.replaceWith(line);
  else $('quantum-rows').append(line);
}
