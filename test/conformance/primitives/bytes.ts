// Bytes as people have them, wherever they are taken.
import { dispose } from '../../../src/base/dispose.js';
import type { OpenSSL, Signer } from '../../../src/index.js';
import { rejection, thrown } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const text = new TextEncoder().encode('bytes as people have them, 32 of');

/** A part of a larger buffer, as a view of Node's pool is. */
function inside(bytes: Uint8Array): [ArrayBuffer, number] {
  const all = new Uint8Array(bytes.length + 16).fill(255);
  all.set(bytes, 8);
  return [all.buffer, 8];
}

/** The same bytes in every form that can be had at once. */
const forms: Record<string, (bytes: Uint8Array) => unknown> = {
  'a Uint8Array': (bytes) => bytes.slice(),
  'a part of a buffer': (bytes) => new Uint8Array(...inside(bytes), bytes.length),
  'an ArrayBuffer': (bytes) => bytes.slice().buffer,
  'a DataView': (bytes) => new DataView(...inside(bytes), bytes.length),
  'an Int8Array': (bytes) => new Int8Array(...inside(bytes), bytes.length),
  'a Uint16Array': (bytes) => new Uint16Array(bytes.slice().buffer),
};

/** The forms that come in pieces. */
const sources: Record<string, (bytes: Uint8Array<ArrayBuffer>) => unknown> = {
  'a Blob': (bytes) => new Blob([bytes]),
  'a Response': (bytes) => new Response(bytes),
  'a stream': (bytes) => new Blob([bytes]).stream(),
  'a list': (bytes) => [bytes.subarray(0, 5), bytes.slice(5).buffer],
  'an iterator that waits': async function* (bytes) {
    yield bytes.subarray(0, 1);
    await Promise.resolve();
    yield bytes.subarray(1);
  },
};

/** Each public function that takes bytes, with every argument of it that is bytes made by `make`. */
function calls(
  ossl: OpenSSL,
  make: (bytes: Uint8Array<ArrayBuffer>) => never,
): Record<string, () => Promise<unknown>> {
  // each call has its own: a stream is read once
  const derivation = () => ({ password: make(text), salt: make(text), length: 16 });
  return {
    digest: () => ossl.digest('SHA256', make(text)),
    hmac: () => ossl.hmac('SHA256', make(text), make(text)),
    pbkdf2: () => ossl.pbkdf2({ ...derivation(), hash: 'SHA256', iterations: 2 }),
    scrypt: () => ossl.scrypt({ ...derivation(), N: 2, r: 1, p: 1 }),
    argon2id: () =>
      ossl.argon2id({
        ...{ ...derivation(), passes: 1, memory: 8, lanes: 1 },
        ...{ secret: make(text), associatedData: make(text) },
      }),
    hkdf: () =>
      ossl.hkdf({
        ...{ hash: 'SHA256', key: make(text), length: 16 },
        ...{ salt: make(text), info: make(text) },
      }),
  };
}

export const bytes: Suite = ({ expect, loadShipped, test }) => {
  test('bytes are taken in every form, everywhere, and mean the same', async () => {
    const ossl = await loadShipped();
    const plain = calls(ossl, (given) => given as never);
    for (const [form, make] of Object.entries({ ...forms, ...sources })) {
      const given = calls(ossl, (one) => make(one) as never);
      for (const [name, call] of Object.entries(given))
        expect(await call(), `${name} of ${form}`).toEqual(await plain[name]?.());
    }
  });

  test('keys, signatures, ciphertexts, files and holders’ answers too', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'Ed25519' });
    using rsa = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const certificate = await ossl.x509.createCertificate({
      subject: { CN: 'x' },
      issuerKey: key,
      notBefore: new Date(0),
      notAfter: new Date(2 ** 41),
    });
    const signature = await ossl.sign(key, text);
    const label = text.slice();
    const ciphertext = await ossl.encrypt(rsa, text, { hash: 'sha-1', label });
    const file = await ossl.pkcs12.write({ key, certificate, password: 'x', iterations: 1 });
    for (const [form, make] of Object.entries({ ...forms, ...sources })) {
      // a whole number of 16-bit words is all that one form can have
      const even = (one: Uint8Array): boolean => one.length % 2 === 0 || form !== 'a Uint16Array';
      const of = (one: Uint8Array): never =>
        (even(one) ? make(new Uint8Array(one)) : new Uint8Array(one)) as never;
      expect(await ossl.verify(key, of(signature), of(text)), form).toBe(true);
      expect(await ossl.decrypt(rsa, of(ciphertext), { hash: 'SHA1', label: of(label) })).toEqual(
        text,
      );
      using imported = await ossl.keys.import(of(key.toDer()));
      expect(imported.equals(key), form).toBe(true);
      const found = await ossl.pkcs12
        .read(of(file), { password: of(Uint8Array.of(120, 120)) })
        .catch(() => undefined);
      expect(found).toBeUndefined(); // the password is another, and was read
      expect((await ossl.x509.parseCertificate(of(certificate.toDer()))).serial).toBe(
        certificate.serial,
      );
      const signer = {
        algorithm: 'ed25519',
        publicKey: key,
        sign: async (data: Uint8Array) => of(await ossl.sign(key, data)),
      };
      using held = ossl.keys.fromSigner(signer as unknown as Signer);
      expect(await ossl.verify(key, await ossl.sign(held, of(text)), text), form).toBe(true);
    }
    for (const make of Object.values(forms))
      ossl.keys.importPublic(make(key.publicToDer()) as never).free();
  });

  test('a text or a promise in the place of bytes is refused, with the name and what to do', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'Ed25519' });
    const named: Record<string, (given: never) => unknown> = {
      data: (given) => ossl.digest('SHA256', given),
      key: (given) => ossl.hmac('SHA256', given, text),
      signature: (given) => ossl.verify(key, given, text),
      salt: (given) => ossl.scrypt({ password: text, salt: given, N: 2, r: 1, p: 1, length: 9 }),
      args: (given) => ossl.run(ossl.functions.generateKey, { args: given }),
      context: (given) => ossl.sign(key, text, { context: given }),
    };
    for (const [name, call] of Object.entries(named)) {
      const told = async (given: unknown): Promise<string> => {
        const error = await rejection(Promise.resolve().then(() => call(given as never)));
        expect(error, name).toMatchObject({ code: 'argument' });
        return (error as Error).message;
      };
      expect(await told('text')).toMatch(new RegExp(`${name} .*TextEncoder`));
      expect(await told(Promise.resolve(text))).toMatch(new RegExp(`${name} .*await`));
      expect(await told(7)).toContain(name);
    }
    expect(thrown(() => ossl.c.memory.newBytes('text' as never))).toMatchObject({
      code: 'argument',
    });
  });

  test('a view out of its buffer’s bounds, and a detached one, are no bytes and never none', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'Ed25519' });
    const Resizable = ArrayBuffer as unknown as new (
      size: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize?: (size: number) => void };
    const lost: unknown[] = [];
    const buffer = new Resizable(8, { maxByteLength: 16 });
    if (buffer.resize) {
      lost.push(new Uint8Array(buffer, 4, 4), new DataView(buffer, 4, 4));
      buffer.resize(2);
    }
    const moved = new Uint8Array(8);
    structuredClone(moved.buffer, { transfer: [moved.buffer] });
    lost.push(moved, moved.buffer);
    for (const given of lost)
      for (const call of [
        () => ossl.sign(key, given as never),
        () => ossl.digest('SHA256', given as never),
        () => ossl.hmac('SHA256', given as never, text),
        () => ossl.verify(key, given as never, text),
        () => ossl.keys.import(given as never),
      ])
        expect(await rejection(call())).toMatchObject({ code: 'argument' });
    expect(await ossl.digest('SHA256', new Uint8Array())).toHaveLength(32);
  });

  test('a source of bytes in one piece is closed when the operation is cancelled', async () => {
    const ossl = await loadShipped();
    for (const end of ['abort', 'deadline', 'death'] as const) {
      const instance = end === 'death' ? await loadShipped() : ossl;
      let closed = 0;
      const stuck = new ReadableStream<Uint8Array>({
        pull: () => new Promise(() => undefined),
        cancel: () => {
          closed++;
        },
      });
      const abort = new AbortController();
      const run = rejection(
        instance.keys.import(stuck, {
          signal: abort.signal,
          ...(end === 'deadline' && { timeout: 10 }),
        }),
      );
      await new Promise((next) => setTimeout(next, 5));
      if (end === 'abort') abort.abort();
      if (end === 'death') instance[dispose]();
      const code = { abort: 'aborted', deadline: 'timeout', death: 'disposed' }[end];
      expect(await run).toMatchObject({ code });
      await new Promise((next) => setTimeout(next, 5));
      expect(closed).toBe(1);
      expect(stuck.locked).toBe(true);
    }
  });
};
