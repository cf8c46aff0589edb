// Operations with what they are given or find out in secret, for tests that look for it in the module's memory.
import type { GenerateKeyOptions, OpenSSL, OperationOptions } from '../../src/index.js';
import { fromBase64url } from './bytes.js';
import { later } from './suite.js';

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** As PKCS#12 has it: BMPString. */
const wide = (value: string): Uint8Array =>
  Uint8Array.from([...text(value)].flatMap((byte) => [0, byte]));

export const password = 'correct horse battery staple';
export const passwords = [text(password), wide(password)];
export const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

/** One operation in an instance of its own. What it gives beside `secrets` is as secret. */
interface Case {
  readonly secrets: readonly Uint8Array[];
  readonly run: (
    ossl: OpenSSL,
    options: OperationOptions,
  ) => Promise<Uint8Array | readonly Uint8Array[]>;
}

export type MakeCase = (maker: OpenSSL) => Case | Promise<Case>;

export const salt = new Uint8Array(16).fill(7);

/** Paths that take a password: quick ones, and ones that are long enough to be cancelled. */
export function derivations(cost: 'quick' | 'long'): Record<string, MakeCase> {
  const isLong = cost === 'long';
  const iterations = isLong ? 4e8 : 1000;
  const common = { password, salt, length: 40 };
  return {
    PBKDF2: () => ({
      secrets: passwords,
      run: (ossl, options) => ossl.pbkdf2({ ...common, ...options, hash: 'SHA256', iterations }),
    }),
    scrypt: () => ({
      secrets: passwords,
      run: (ossl, options) =>
        ossl.scrypt({ ...common, ...options, N: 1024, r: 8, p: isLong ? 2 ** 12 : 1 }),
    }),
    Argon2id: () => {
      const secret = random(24);
      return {
        secrets: [...passwords, secret],
        run: (ossl, options) =>
          ossl.argon2id({
            ...{ ...common, ...options, secret },
            ...{ passes: isLong ? 1e6 : 1, memory: 1024, lanes: 1 },
          }),
      };
    },
    'an encrypted PEM that is written': async (maker) => {
      const key = await maker.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const [pem, der] = [key.toPem(), key.toDer()];
      return {
        secrets: [...passwords, der.slice(36, 68), text(pem.slice(-70, -40))],
        run: async (ossl, options) => {
          using own = await ossl.keys.import(pem);
          await ossl.keys.export(own, {
            ...options,
            password,
            kdf: { name: 'PBKDF2', iterations },
          });
          return [];
        },
      };
    },
    'a PKCS#12 file that is written': async (maker) => {
      const key = await maker.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const [pem, der] = [key.toPem(), key.toDer()];
      return {
        secrets: [...passwords, der.slice(36, 68)],
        run: async (ossl, options) => {
          using own = await ossl.keys.import(pem);
          await ossl.pkcs12.write({ ...options, key: own, password, iterations });
          return [];
        },
      };
    },
  };
}

const algorithms: GenerateKeyOptions[] = [
  { algorithm: 'RSA', bits: 1024 },
  { algorithm: 'EC', curve: 'P-256' },
  { algorithm: 'EC', curve: 'P-384' },
  { algorithm: 'Ed25519' },
  { algorithm: 'Ed448' },
  { algorithm: 'ML-DSA-44' },
  { algorithm: 'SLH-DSA-SHA2-128f' },
];

export async function keySecrets(
  maker: OpenSSL,
  options: GenerateKeyOptions,
): Promise<[string, Uint8Array[]]> {
  const key = await maker.generateKey(options);
  const [pem, der] = [key.toPem(), key.toDer()];
  const head = der.length < 80 ? 16 : 40; // it names the algorithm
  const found = [der.slice(head, head + 24), der.slice(head + 24, head + 56)];
  if (options.algorithm === 'RSA' || options.algorithm === 'EC') {
    const { d = '', p = '', q = '' } = await maker.keys.export(key, { format: 'jwk-private' });
    found.push(...[d, p, q].filter((number) => number !== '').map(fromBase64url));
  }
  key.free();
  return [pem, found.filter((one) => one.length >= 16)];
}

export const others: Record<string, MakeCase> = {
  HKDF: () => {
    const key = random(48);
    return {
      secrets: [key],
      run: (ossl, options) =>
        ossl.hkdf({ ...options, hash: 'SHA256', key, salt, info: salt, length: 80 }),
    };
  },
  'HMAC, with a short and a long key': () => {
    const keys = [random(32), random(200)];
    return {
      secrets: keys,
      run: async (ossl, options) => {
        for (const key of keys) await ossl.hmac('SHA256', key, salt, options);
        return [];
      },
    };
  },
  'RSA encryption and decryption': async (maker) => {
    const [pem, secrets] = await keySecrets(maker, { algorithm: 'RSA', bits: 1024 });
    const plaintext = random(40);
    return {
      secrets: [...secrets, plaintext],
      run: async (ossl, options) => {
        using key = await ossl.keys.import(pem);
        for (const padding of ['oaep', 'pkcs1'] as const) {
          const sent = await ossl.encrypt(key, plaintext, { ...options, padding });
          await ossl.decrypt(key, sent, { ...options, padding });
          sent[0] = (sent[0] as number) ^ 1; // and one that fails, or gives a synthetic plaintext
          await ossl.decrypt(key, sent, { ...options, padding }).catch(() => undefined);
        }
        return [];
      },
    };
  },
  'a content that CMS encrypts and decrypts': async (maker) => {
    const [pem, secrets] = await keySecrets(maker, { algorithm: 'RSA', bits: 1024 });
    const content = random(5000);
    return {
      secrets: [...secrets, content, content.slice(2000, 2040)],
      run: async (ossl, options) => {
        using key = await ossl.keys.import(pem);
        const terms = { subject: { CN: 'R' }, issuerKey: key, hash: 'SHA256' };
        const dates = { notBefore: new Date(0), notAfter: new Date(4e12) };
        const certificate = await ossl.x509.createCertificate({ ...terms, ...dates });
        const sent = await ossl.cms.encrypt(content, { ...options, recipients: [certificate] });
        await ossl.cms.decrypt(sent, { ...options, key, certificate });
        return [];
      },
    };
  },
};

for (const options of [
  { algorithm: 'EC', curve: 'P-256' },
  { algorithm: 'EC', curve: 'P-521' },
  { algorithm: 'X25519' },
  { algorithm: 'X448' },
] as GenerateKeyOptions[])
  others[`ECDH: ${'curve' in options ? options.curve : options.algorithm}`] = async (maker) => {
    const [pem, secrets] = await keySecrets(maker, options);
    const peer = await maker.generateKey(options);
    const publicPem = peer.publicToPem();
    return {
      secrets,
      run: async (ossl, given) => {
        using key = await ossl.keys.import(pem);
        using other = ossl.keys.importPublic(publicPem);
        return await ossl.deriveBits(key, other, given);
      },
    };
  };

for (const algorithm of ['ML-KEM-512', 'ML-KEM-1024'] as const)
  others[`${algorithm}: encapsulation and decapsulation`] = async (maker) => {
    const [pem, secrets] = await keySecrets(maker, { algorithm });
    return {
      secrets,
      run: async (ossl, options) => {
        using key = await ossl.keys.import(pem);
        const { ciphertext, secret } = await ossl.encapsulate(key, options);
        await ossl.decapsulate(key, ciphertext, options);
        ciphertext[0] = (ciphertext[0] as number) ^ 1;
        return [secret, await ossl.decapsulate(key, ciphertext, options)];
      },
    };
  };

for (const options of algorithms)
  others[`a signature: ${'curve' in options ? options.curve : options.algorithm}`] = async (
    maker,
  ) => {
    const [pem, secrets] = await keySecrets(maker, options);
    return {
      secrets,
      run: async (ossl, given) => {
        using key = await ossl.keys.import(pem);
        await ossl.sign(key, salt, given);
        return [];
      },
    };
  };

/** Answers after a while, or too late: as soon as nobody wants to know any more. */
function answering(answer: Uint8Array) {
  return async (_: Uint8Array, { signal }: { signal: AbortSignal }): Promise<Uint8Array> => {
    const aborted = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    await Promise.race([aborted, later(5)]);
    return answer;
  };
}

/** What a holder answers, for decryption and derivation. */
export const heldCases: Record<string, (answer: Uint8Array, maker: OpenSSL) => Promise<Case>> = {
  'what a holder decrypts': async (answer, maker) => {
    const own = await maker.generateKey({ algorithm: 'RSA', bits: 1024 });
    const publicKey = own.publicToPem();
    const sent = await maker.encrypt(own, answer);
    return {
      secrets: [answer],
      run: async (ossl, options) => {
        const decrypt = answering(answer);
        using key = ossl.keys.fromSigner({ algorithm: 'RSA', publicKey, decrypt });
        return await ossl.decrypt(key, sent, options);
      },
    };
  },
  'what a holder derives': async (answer, maker) => {
    const algorithm = 'X25519';
    const publicKey = (await maker.generateKey({ algorithm })).publicToPem();
    const peer = (await maker.generateKey({ algorithm })).publicToPem();
    return {
      secrets: [answer],
      run: async (ossl, options) => {
        const derive = answering(answer);
        using key = ossl.keys.fromSigner({ algorithm, publicKey, derive });
        using other = ossl.keys.importPublic(peer);
        return await ossl.deriveBits(key, other, options);
      },
    };
  },
};
