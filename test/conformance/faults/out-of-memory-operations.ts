// The allocator fails at its 1st, 2nd, … call in the operations other than signatures: an error each time, also where
// OpenSSL does not notice, never a trap, and nothing is lost.
import {
  OpenSSLError,
  type Certificate,
  type GenerateKeyOptions,
  type Key,
  type OpenSSL,
} from '../../../src/index.js';
import { eachAllocation, type Scenario } from '../../support/faults/failing-heap.js';
import { times } from '../../support/certificates.js';
import { works } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

type Prepare = (ossl: OpenSSL) => Promise<Scenario>;

/** A result is right if it is what came out while there was memory. */
async function same(act: () => Promise<unknown>): Promise<Scenario> {
  const expected = JSON.stringify(await act());
  return { act, check: (result) => JSON.stringify(result) === expected };
}

function scenario<T>(act: () => Promise<T>, check: Scenario<T>['check']): Promise<Scenario> {
  return Promise.resolve({ act, check: (result) => check(result as T) });
}

/** What writes a PEM outside of a job, where OpenSSL may try in another way. */
const writesPem = /is generated|key is read|file is read/;

/** Every seventh allocation is made to fail. */
const PART = 1 / 7;

const data = new TextEncoder().encode('what stays as it is');
const password = 'correct horse';
const salt = new Uint8Array(16).fill(7);
const kdf = { name: 'PBKDF2', iterations: 3 } as const;

/** Frees what an operation gives, so that nothing is taken for lost. */
async function freed<T>(key: Promise<Key>, use: (key: Key) => T | Promise<T>): Promise<T> {
  using made = await key;
  return await use(made);
}

async function certified(ossl: OpenSSL, options: GenerateKeyOptions): Promise<[Key, Certificate]> {
  const key = await ossl.generateKey(options);
  const terms = { ...times, subject: { CN: 'R' }, issuerKey: key, hash: 'SHA256' };
  return [key, await ossl.x509.createCertificate(terms)];
}

const ec: GenerateKeyOptions = { algorithm: 'EC', curve: 'P-256' };
const rsa: GenerateKeyOptions = { algorithm: 'RSA', bits: 1024 };

const scenarios: Record<string, Prepare> = {
  digest: (ossl) => same(() => ossl.digest('SHA256', data)),
  HMAC: (ossl) => same(() => ossl.hmac('SHA256', salt, data)),
  PBKDF2: (ossl) =>
    same(() => ossl.pbkdf2({ password, salt, hash: 'SHA256', iterations: 3, length: 40 })),
  scrypt: (ossl) => same(() => ossl.scrypt({ password, salt, N: 16, r: 8, p: 1, length: 40 })),
  Argon2id: (ossl) =>
    same(() => ossl.argon2id({ password, salt, passes: 1, memory: 16, lanes: 1, length: 40 })),
  HKDF: (ossl) =>
    same(() => ossl.hkdf({ hash: 'SHA256', key: salt, salt, info: data, length: 80 })),
};

for (const options of [
  ec,
  { algorithm: 'Ed25519' },
  { algorithm: 'X25519' },
  { algorithm: 'ML-KEM-512' },
  { algorithm: 'ML-DSA-44' },
] as GenerateKeyOptions[])
  scenarios[`a key is generated: ${options.algorithm}`] = (ossl) =>
    scenario(
      () => freed(ossl.generateKey(options), (key) => key.toPem()),
      async (pem) => freed(ossl.keys.import(pem), (key) => key.toPem() === pem),
    );

Object.assign(scenarios, {
  'RSA: encryption': async (ossl) => {
    const key = await ossl.generateKey(rsa);
    return scenario(
      () => ossl.encrypt(key, data),
      async (sent) => String(await ossl.decrypt(key, sent)) === String(data),
    );
  },
  'RSA: decryption': async (ossl) => {
    const key = await ossl.generateKey(rsa);
    const sent = await ossl.encrypt(key, data);
    return same(() => ossl.decrypt(key, sent));
  },
  'RSA: decryption, PKCS#1 v1.5': async (ossl) => {
    const key = await ossl.generateKey(rsa);
    const sent = await ossl.encrypt(key, data, { padding: 'pkcs1' });
    return same(() => ossl.decrypt(key, sent, { padding: 'pkcs1' }));
  },
  ECDH: async (ossl) => {
    const [one, two] = [await ossl.generateKey(ec), await ossl.generateKey(ec)];
    return same(() => ossl.deriveBits(one, two));
  },
  X25519: async (ossl) => {
    const options = { algorithm: 'X25519' } as const;
    const [one, two] = [await ossl.generateKey(options), await ossl.generateKey(options)];
    return same(() => ossl.deriveBits(one, two));
  },
  'ML-KEM: encapsulation': async (ossl) => {
    const key = await ossl.generateKey({ algorithm: 'ML-KEM-512' });
    return scenario(
      () => ossl.encapsulate(key),
      async ({ ciphertext, secret }) =>
        String(await ossl.decapsulate(key, ciphertext)) === String(secret),
    );
  },
  'ML-KEM: decapsulation': async (ossl) => {
    const key = await ossl.generateKey({ algorithm: 'ML-KEM-512' });
    const { ciphertext } = await ossl.encapsulate(key);
    return same(() => ossl.decapsulate(key, ciphertext));
  },
  'a signature is verified': async (ossl) => {
    const key = await ossl.generateKey(ec);
    const signature = await ossl.sign(key, data);
    return same(() => ossl.verify(key, signature, data));
  },
  'an encrypted key is written': async (ossl) => {
    const key = await ossl.generateKey(ec);
    const pem = key.toPem();
    return scenario(
      () => ossl.keys.export(key, { password, kdf }),
      async (found) =>
        await freed(ossl.keys.import(found, { password }), (one) => one.toPem() === pem),
    );
  },
  'an encrypted key is read': async (ossl) => {
    const key = await ossl.generateKey(ec);
    const pem = await ossl.keys.export(key, { password, kdf });
    return same(() => freed(ossl.keys.import(pem, { password }), (one) => one.toPem()));
  },
  'a JWK is read and written': async (ossl) => {
    const key = await ossl.generateKey(ec);
    const jwk = await ossl.keys.export(key, { format: 'jwk-private' });
    return same(() =>
      freed(ossl.keys.import(jwk), (one) => ossl.keys.export(one, { format: 'jwk-private' })),
    );
  },
  'a certificate is made': async (ossl) => {
    const key = await ossl.generateKey(ec);
    const terms = { ...times, subject: { CN: 'R' }, issuerKey: key, hash: 'SHA256' };
    const extensions = { basicConstraints: 'critical,CA:TRUE', subjectKeyIdentifier: 'hash' };
    return scenario(
      () => ossl.x509.createCertificate({ ...terms, extensions }),
      async (made) =>
        (await ossl.x509.verify(made, { trusted: [made], at: new Date('2026-06-01') })).valid,
    );
  },
  'a certificate is verified': async (ossl) => {
    const [, certificate] = await certified(ossl, ec);
    const options = { trusted: [certificate], at: new Date('2026-06-01') };
    return same(async () => (await ossl.x509.verify(certificate, options)).valid);
  },
  'a PKCS#12 file is written and read': async (ossl) => {
    const [key, certificate] = await certified(ossl, ec);
    const pem = key.toPem();
    return scenario(
      () => ossl.pkcs12.write({ key, certificate, password, iterations: 3 }),
      async (file) => {
        const found = await ossl.pkcs12.read(file, { password });
        return freed(Promise.resolve(found.key as Key), (one) => one.toPem() === pem);
      },
    );
  },
  'a PKCS#12 file is read': async (ossl) => {
    const [key, certificate] = await certified(ossl, ec);
    const file = await ossl.pkcs12.write({ key, certificate, password, iterations: 3 });
    return same(async () => {
      const found = await ossl.pkcs12.read(file, { password });
      return freed(Promise.resolve(found.key as Key), (one) => one.toPem());
    });
  },
  'CMS is signed': async (ossl) => {
    const [key, certificate] = await certified(ossl, ec);
    return scenario(
      () => ossl.cms.sign(data, { signers: [{ certificate, key }], hash: 'SHA256' }),
      async (message) =>
        String(await ossl.cms.verify(message, { trusted: [certificate] })) === String(data),
    );
  },
  'CMS is verified': async (ossl) => {
    const [key, certificate] = await certified(ossl, ec);
    const message = await ossl.cms.sign(data, { signers: [{ certificate, key }], hash: 'SHA256' });
    return same(() => ossl.cms.verify(message, { trusted: [certificate] }));
  },
  'CMS is encrypted': async (ossl) => {
    const [key, certificate] = await certified(ossl, rsa);
    return scenario(
      () => ossl.cms.encrypt(data, { recipients: [certificate] }),
      async (message) =>
        String(await ossl.cms.decrypt(message, { key, certificate })) === String(data),
    );
  },
  'CMS is decrypted': async (ossl) => {
    const [key, certificate] = await certified(ossl, rsa);
    const message = await ossl.cms.encrypt(data, { recipients: [certificate] });
    return same(() => ossl.cms.decrypt(message, { key, certificate }));
  },
} satisfies Record<string, Prepare>);

/** What OpenSSL has to look for, in a new instance. */
const firsts: Record<string, (ossl: OpenSSL) => Promise<unknown>> = {
  digest: (ossl) => ossl.digest('SHA3-256', data),
  HMAC: (ossl) => ossl.hmac('SHA256', salt, data),
  PBKDF2: (ossl) => ossl.pbkdf2({ password, salt, hash: 'SHA256', iterations: 3, length: 40 }),
  HKDF: (ossl) => ossl.hkdf({ hash: 'SHA256', key: salt, length: 80 }),
  'a key is generated': (ossl) =>
    ossl.generateKey(ec).then((key) => {
      key.free();
    }),
};

export const outOfMemoryOperations: Suite = ({ expect, load, scale, test }) => {
  for (const [name, act] of Object.entries(firsts))
    test(`${name}, for the first time: all allocations fail from one on`, async () => {
      const instance = await load();
      const { exports, ossl } = instance;
      let made = Infinity;
      for (let nth = 1; nth <= made; nth++) {
        exports.test_fail_malloc(nth, 0x7fff_ffff);
        const error = await act(ossl).catch((reason: unknown) => reason);
        made = exports.test_fail_malloc(0, 0);
        expect(ossl.dead, `allocation ${nth}`).toBeUndefined();
        if (nth <= made) expect(error).toBeInstanceOf(OpenSSLError);
      }
      expect(await works(instance)).toBe(true);
    });

  for (const [name, prepare] of Object.entries(scenarios))
    test(`${name}: one allocation fails`, async () => {
      const instance = await load();
      const made = await prepare(instance.ossl);
      const part = PART * scale; // there are thousands
      const { rounds, survived } = await eachAllocation(instance, expect, 'one', made, part);
      expect(rounds).toBeGreaterThan(0);
      if (!writesPem.test(name)) expect(survived).toBe(0);
      expect(await works(instance)).toBe(true);
    });
};
