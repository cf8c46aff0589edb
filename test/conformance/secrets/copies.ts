// What an operation copies of a secret on JavaScript's side is zeros when it has ended, in whatever way.
import { fromCryptoKey } from '../../../src/adapters/webcrypto/index.js';
import type { Jwk, OperationOptions } from '../../../src/index.js';
import { fromBase64url } from '../../support/bytes.js';
import { type Copies, recordCopies } from '../../support/copies.js';
import { heldPair } from '../../support/holders/held-keys.js';
import {
  derivations,
  heldCases,
  type MakeCase,
  others,
  password,
  random,
  salt,
  text,
} from '../../support/secret-operations.js';
import { rejection } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const wrong = `${password}, but another`;

type Member = 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi';

/** The private members of a JWK, as bytes. */
function secretsOf(jwk: Jwk): Uint8Array[] {
  const members = (['d', 'p', 'q', 'dp', 'dq', 'qi'] as Member[]).map((name) => jwk[name]);
  return members.flatMap((member) => (member === undefined ? [] : [fromBase64url(member)]));
}

export const copies: Suite = ({ expect, loadShipped, test }) => {
  const nothingLeft = (
    { count, left }: Copies,
    secrets: readonly Uint8Array[],
    own: readonly Uint8Array[] = [],
  ): void => {
    expect(count).toBeGreaterThan(0);
    expect(left(secrets, own)).toEqual([]);
  };

  /** What ran fulfils with is the caller's. */
  const clean = async (make: MakeCase): Promise<void> => {
    const { run, secrets } = await make(await loadShipped());
    const ossl = await loadShipped();
    const recorded = await recordCopies(() => run(ossl, {}));
    const results = recorded.value;
    nothingLeft(recorded, secrets, results instanceof Uint8Array ? [results] : results);
  };

  const cancelled = async (make: MakeCase): Promise<void> => {
    const { run, secrets } = await make(await loadShipped());
    const ossl = await loadShipped();
    const recorded = await recordCopies(async () => {
      const abort = new AbortController();
      const ended = rejection(run(ossl, { signal: abort.signal }));
      while (ossl.stats().jobs.paused === 0) await later(1);
      abort.abort();
      const error = await ended;
      await later(10); // a holder may still answer
      return error;
    });
    expect(recorded.value).toMatchObject({ code: 'aborted' });
    nothingLeft(recorded, secrets);
  };

  test('the recorder finds what is left: of an encoder, a slice, a new array, one that is mapped', async () => {
    const secret = random(32).map((byte) => byte || 1);
    for (const copy of [
      () => secret.slice(),
      () => new Uint8Array(secret),
      () => Uint8Array.of(...secret),
      () => Uint8Array.from(secret),
      () => secret.map((byte) => byte),
      () => {
        const bytes = new Uint8Array(40);
        bytes.set(secret, 3);
        return bytes;
      },
    ]) {
      const { left, value } = await recordCopies(copy);
      expect(left([secret])).toEqual([secret]);
      expect(left([secret], [value])).toEqual([]);
      value.fill(0);
      expect(left([secret])).toEqual([]);
    }
    const encoded = await recordCopies(() => new TextEncoder().encode(password));
    expect(encoded.left([text(password)])).toEqual([text(password)]);
  });

  for (const [name, make] of Object.entries(derivations('quick')))
    test(`${name}: the password's bytes are zeros afterwards`, () => clean(make));
  for (const [name, make] of Object.entries(derivations('long')))
    test(`${name}: so they are when it was cancelled in the middle`, () => cancelled(make));
  for (const [name, make] of Object.entries(heldCases)) {
    test(`${name}: the copy that was read is zeros afterwards`, () =>
      clean((maker) => make(random(32), maker)));
    test(`${name}: the copy of an answer that comes too late is zeros`, () =>
      cancelled((maker) => make(random(32), maker)));
  }
  for (const name of ['RSA encryption and decryption', 'ECDH: P-256'])
    test(`${name}, with a key that is read from PEM`, async () => {
      const { run, secrets } = await (others[name] as MakeCase)(await loadShipped());
      const ossl = await loadShipped();
      const recorded = await recordCopies(() => run(ossl, {}));
      // what it decrypts is the caller's; the key is not
      nothingLeft(recorded, secrets.slice(0, name.startsWith('RSA') ? -1 : undefined));
    });

  test('keys: the bytes of PEM and DER, read and written, with a password that is right and a wrong one', async () => {
    const ossl = await loadShipped();
    for (const options of [
      { algorithm: 'EC', curve: 'P-256' },
      { algorithm: 'RSA', bits: 1024 },
    ] as const) {
      const key = await ossl.generateKey(options);
      const jwk = await ossl.keys.export(key, { format: 'jwk-private' });
      const pem = key.toPem();
      const kdf = { name: 'PBKDF2', iterations: 1000 } as const;
      const encrypted = await ossl.keys.export(key, { password, kdf });
      const secrets = [...secretsOf(jwk), text(pem.slice(60, 110)), text(password), text(wrong)];
      for (const use of [
        async () => {
          (await ossl.keys.import(pem)).free();
        },
        async () => {
          (await ossl.keys.import(encrypted, { password })).free();
        },
        () => rejection(ossl.keys.import(encrypted, { password: wrong })),
        () => rejection(ossl.keys.import(encrypted)),
        () => rejection(ossl.keys.import(`${pem.slice(0, 120)}\n`)),
        () => rejection(ossl.keys.import(pem, { timeout: -1 })),
        () => rejection(ossl.keys.import(encrypted, { password, timeout: -1 })),
        () => key.toPem(),
        () => ossl.keys.export(key),
        () => ossl.keys.export(key, { format: 'traditional' }),
        () => ossl.keys.export(key, { password, kdf }),
        () => ossl.keys.export(key, { password, kdf: { name: 'scrypt' } }),
        () => rejection(ossl.keys.export(key, { password, cipher: 'NONE' })),
      ])
        nothingLeft(await recordCopies<unknown>(use), secrets);
      key.free();
    }
  });

  test('JWK: the private members, read and written, and where one of them is wrong', async () => {
    const ossl = await loadShipped();
    for (const options of [
      { algorithm: 'EC', curve: 'P-256' },
      { algorithm: 'RSA', bits: 1024 },
      { algorithm: 'Ed25519' },
      { algorithm: 'X448' },
      { algorithm: 'ML-DSA-44' },
    ] as const) {
      const key = await ossl.generateKey(options);
      const jwk = await ossl.keys.export(key, { format: 'jwk-private' });
      const secrets = secretsOf(jwk);
      if (jwk.priv !== undefined) secrets.push(fromBase64url(jwk.priv));
      const member = jwk.priv === undefined ? 'd' : 'priv';
      const value = jwk[member] as string;
      const last = options.algorithm === 'RSA' ? 'qi' : member;
      for (const use of [
        async () => {
          (await ossl.keys.import(jwk)).free();
        },
        () => ossl.keys.export(key, { format: 'jwk-private' }),
        () => rejection(ossl.keys.import({ ...jwk, [last]: `${jwk[last] as string}*` })),
        () => rejection(ossl.keys.import({ ...jwk, [last]: `AA${jwk[last] as string}` })),
        () => rejection(ossl.keys.import({ ...jwk, [member]: `${value.slice(0, -6)}AAAAA*` })),
        () => rejection(ossl.keys.import({ ...jwk, [member]: `${value.slice(0, -6)}AAAAAA` })),
        () => rejection(ossl.keys.import(jwk, { timeout: -1 })),
        () => rejection(ossl.keys.export(key, { format: 'jwk-private', timeout: -1 })),
      ])
        nothingLeft(await recordCopies<unknown>(use), secrets);
      key.free();
    }
  });

  test('PKCS#12: the password in both its forms, read and written, right and wrong', async () => {
    const ossl = await loadShipped();
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const { d = '' } = await ossl.keys.export(key, { format: 'jwk-private' });
    const file = await ossl.pkcs12.write({ key, password, iterations: 1000 });
    const secrets = [text(password), text(wrong), fromBase64url(d)];
    const read = async (options: OperationOptions & { password: string }): Promise<void> =>
      (await ossl.pkcs12.read(file, options)).key?.free();
    for (const use of [
      () => read({ password }),
      () => rejection(read({ password: wrong })),
      () => rejection(read({ password: `${password}\0` })),
      () => rejection(read({ password, timeout: -1 })),
      () => ossl.pkcs12.write({ key, password, iterations: 1000 }),
      () => rejection(ossl.pkcs12.write({ key, password, cipher: 'NO-SUCH' })),
    ])
      nothingLeft(await recordCopies<unknown>(use), secrets);
    key.free();
  });

  test('a password in bytes and a key in bytes are the caller’s, and stay as they are', async () => {
    const ossl = await loadShipped();
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const [bytes, der] = [text(password), key.toDer()];
    const before = der.slice();
    const kdf = { name: 'PBKDF2', iterations: 1000 } as const;
    const encrypted = await ossl.keys.export(key, { password: bytes, kdf });
    (await ossl.keys.import(encrypted, { password: bytes })).free();
    const file = await ossl.pkcs12.write({ key, password: bytes, iterations: 1000 });
    (await ossl.pkcs12.read(file, { password: bytes })).key?.free();
    const given = { password: bytes, salt, length: 20 };
    await ossl.pbkdf2({ ...given, hash: 'SHA256', iterations: 10 });
    await ossl.scrypt({ ...given, N: 16, r: 8, p: 1 });
    await ossl.argon2id({ ...given, passes: 1, memory: 64, lanes: 1 });
    (await ossl.keys.import(der)).free();
    expect(bytes).toEqual(text(password));
    expect(der).toEqual(before);
    key.free();
  });

  test('what is written to a stream that fails or is cancelled: the chunk that was being filled', async () => {
    const ossl = await loadShipped();
    const key = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const certificate = await ossl.x509.createCertificate({
      ...{ subject: { CN: 'R' }, issuerKey: key, hash: 'SHA256' },
      ...{ notBefore: new Date(0), notAfter: new Date(4e12) },
    });
    const content = new Uint8Array(200_000); // getRandomValues gives 64 KiB at the most
    for (let at = 0; at < content.length; at += 50_000) content.set(random(50_000), at);
    const sent = await ossl.cms.encrypt(content, { recipients: [certificate] });
    for (const end of ['fails', 'is cancelled'] as const) {
      const given: Uint8Array[] = [];
      const abort = new AbortController();
      const to = new WritableStream<Uint8Array>({
        write: async (chunk) => {
          given.push(chunk);
          await later(1);
          if (end === 'fails') throw new Error('full');
          abort.abort();
          await later(20);
        },
      });
      const recorded = await recordCopies(() =>
        rejection(ossl.cms.decrypt(sent, { key, certificate, to, signal: abort.signal })),
      );
      await later(50);
      expect(given.length).toBeGreaterThan(0);
      const middle = [70_000, 90_000, 120_000].map((at) => content.slice(at, at + 32));
      nothingLeft(recorded, middle, given);
    }
    key.free();
  });

  test('a key of WebCrypto: what it decrypts and derives', async () => {
    const ossl = await loadShipped();
    const { subtle } = crypto;
    const rsa = await subtle.generateKey(
      {
        name: 'RSA-OAEP',
        hash: 'SHA-256',
        modulusLength: 2048,
        publicExponent: Uint8Array.of(1, 0, 1),
      },
      false,
      ['encrypt', 'decrypt'],
    );
    const key = await fromCryptoKey(ossl, rsa);
    const secret = random(48).map((byte) => byte || 1);
    const sent = await ossl.encrypt(key, secret, { hash: 'SHA256' });
    const decrypted = await recordBuffers('decrypt', () =>
      ossl.decrypt(key, sent, { hash: 'SHA256' }),
    );
    expect(decrypted.value).toEqual(secret);
    expect(decrypted.answers).toEqual([new Uint8Array(48)]);
    key.free();
    const pair = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ]);
    const derives = await fromCryptoKey(ossl, pair);
    const peer = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const derived = await recordBuffers('deriveBits', () => ossl.deriveBits(derives, peer));
    expect(derived.value.some((byte) => byte !== 0)).toBe(true);
    expect(derived.answers).toEqual([new Uint8Array(32)]);
    for (const one of [derives, peer]) one.free();
  });

  test('a holder says that what it answers is no more its own: it is wiped, in time and too late', async () => {
    const ossl = await loadShipped();
    for (const end of ['in time', 'too late', 'of a wrong length'] as const) {
      const secret = random(end === 'of a wrong length' ? 33 : 32).map((byte) => byte || 1);
      const abort = new AbortController();
      using keys = await heldPair(ossl, 'X25519', () => ({
        wipeAnswers: true,
        derive: async (_, { signal }) => {
          if (end === 'too late')
            await new Promise((resolve) => {
              signal.addEventListener('abort', resolve);
              abort.abort();
            });
          return secret;
        },
      }));
      const { signal } = abort;
      const outcome = ossl.deriveBits(keys.held, keys.own, { signal });
      if (end === 'in time') expect(await outcome).toHaveLength(32);
      else await rejection(outcome);
      await later(5);
      expect(secret).toEqual(new Uint8Array(secret.length));
    }
    for (const padding of ['pkcs1', 'oaep'] as const) {
      const secret = random(20).map((byte) => byte || 1);
      using keys = await heldPair(ossl, 'RSA', () => ({
        wipeAnswers: true,
        decrypt: () => secret,
      }));
      const before = secret.slice();
      const sent = await ossl.encrypt(keys.own, secret, { padding });
      expect(await ossl.decrypt(keys.held, sent, { padding })).toEqual(before);
      expect(secret).toEqual(new Uint8Array(20));
    }
  });
};

/** Runs something, and gives what WebCrypto answered meanwhile, as it is afterwards. */
async function recordBuffers(
  name: 'decrypt' | 'deriveBits',
  run: () => Promise<Uint8Array>,
): Promise<{ value: Uint8Array; answers: Uint8Array[] }> {
  const answers: Uint8Array[] = [];
  const prototype = Object.getPrototypeOf(crypto.subtle) as SubtleCrypto;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on its own object
  const real = prototype[name] as (...given: unknown[]) => Promise<ArrayBuffer>;
  const record = async function (this: SubtleCrypto, ...given: unknown[]): Promise<ArrayBuffer> {
    const buffer = await real.apply(this, given);
    answers.push(new Uint8Array(buffer));
    return buffer;
  };
  Object.assign(prototype, { [name]: record });
  try {
    return { value: await run(), answers };
  } finally {
    Object.assign(prototype, { [name]: real });
  }
}
