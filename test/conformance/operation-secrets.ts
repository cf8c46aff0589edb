// What an operation was given or found out in secret is nowhere in the module's memory once it has finished, failed or
// been cancelled.
import { OpenSSLError } from '../../src/index.js';
import type { GenerateKeyOptions, Key, OpenSSL, OperationOptions } from '../../src/index.js';
import { traces } from '../support/memory-scan.js';
import { until } from '../support/start.js';
import { later, type Suite } from '../support/suite.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** As PKCS#12 has it: BMPString. */
const wide = (value: string): Uint8Array =>
  Uint8Array.from([...text(value)].flatMap((byte) => [0, byte]));

const password = 'correct horse battery staple';
const passwords = [text(password), wide(password)];
const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

/** One operation in an instance of its own. What it gives beside `secrets` is as secret. */
interface Case {
  readonly secrets: readonly Uint8Array[];
  readonly run: (
    ossl: OpenSSL,
    options: OperationOptions,
  ) => Promise<Uint8Array | readonly Uint8Array[]>;
  /** That it pauses with its secrets in memory, so that it can be cancelled there. */
  readonly pauses?: boolean;
}

type MakeCase = (maker: OpenSSL) => Case | Promise<Case>;

async function withKey<T>(
  ossl: OpenSSL,
  pem: string | Uint8Array,
  use: (key: Key) => Promise<T>,
): Promise<T> {
  const key = await ossl.keys.import(pem);
  try {
    return await use(key);
  } finally {
    key.free();
  }
}

const salt = new Uint8Array(16).fill(7);

/** Paths that take a password: quick ones, and ones that are long enough to be cancelled. */
function derivations(cost: 'quick' | 'long'): Record<string, MakeCase> {
  const pauses = cost === 'long';
  const iterations = pauses ? 4e8 : 1000;
  const given = { secrets: passwords, pauses };
  const common = { password, salt, length: 40 };
  return {
    PBKDF2: () => ({
      ...given,
      run: (ossl, options) => ossl.pbkdf2({ ...common, ...options, hash: 'SHA256', iterations }),
    }),
    scrypt: () => ({
      ...given,
      run: (ossl, options) =>
        ossl.scrypt({ ...common, ...options, N: 1024, r: 8, p: pauses ? 2 ** 12 : 1 }),
    }),
    Argon2id: () => {
      const secret = random(24);
      return {
        ...given,
        secrets: [...passwords, secret],
        run: (ossl, options) =>
          ossl.argon2id({
            ...{ ...common, ...options, secret },
            ...{ passes: pauses ? 1e6 : 1, memory: 1024, lanes: 1 },
          }),
      };
    },
    'an encrypted PEM that is written': async (maker) => {
      const key = await maker.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const [pem, der] = [key.toPem(), key.toDer()];
      return {
        pauses,
        secrets: [...passwords, der.slice(36, 68), text(pem.slice(-70, -40))],
        run: (ossl, options) =>
          withKey(ossl, pem, async (own) => {
            await ossl.keys.export(own, {
              ...options,
              password,
              kdf: { name: 'PBKDF2', iterations },
            });
            return [];
          }),
      };
    },
    'a PKCS#12 file that is written': async (maker) => {
      const key = await maker.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const [pem, der] = [key.toPem(), key.toDer()];
      return {
        pauses,
        secrets: [...passwords, der.slice(36, 68)],
        run: (ossl, options) =>
          withKey(ossl, pem, async (own) => {
            await ossl.pkcs12.write({ ...options, key: own, password, iterations });
            return [];
          }),
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

async function keySecrets(
  maker: OpenSSL,
  options: GenerateKeyOptions,
): Promise<[string, Uint8Array[]]> {
  const key = await maker.generateKey(options);
  const [pem, der] = [key.toPem(), key.toDer()];
  // behind the head, which names the algorithm
  const found = [der.slice(40, 64), der.slice(64, 96)];
  if (options.algorithm === 'RSA' || options.algorithm === 'EC') {
    const { d = '', p = '', q = '' } = await maker.keys.export(key, { format: 'jwk-private' });
    for (const number of [d, p, q])
      if (number !== '')
        found.push(
          Uint8Array.from(atob(number.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
            char.charCodeAt(0),
          ),
        );
  }
  key.free();
  return [pem, found.filter((one) => one.length >= 16)];
}

const others: Record<string, MakeCase> = {
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
      run: (ossl, options) =>
        withKey(ossl, pem, async (key) => {
          for (const padding of ['oaep', 'pkcs1'] as const) {
            const sent = await ossl.encrypt(key, plaintext, { ...options, padding });
            await ossl.decrypt(key, sent, { ...options, padding });
            sent[0] = (sent[0] as number) ^ 1; // and one that fails, or gives a synthetic plaintext
            await ossl.decrypt(key, sent, { ...options, padding }).catch(() => undefined);
          }
          return [];
        }),
    };
  },
  'a content that CMS encrypts and decrypts': async (maker) => {
    const [pem, secrets] = await keySecrets(maker, { algorithm: 'RSA', bits: 1024 });
    const content = random(5000);
    return {
      secrets: [...secrets, content, content.slice(2000, 2040)],
      run: (ossl, options) =>
        withKey(ossl, pem, async (key) => {
          const terms = { subject: { CN: 'R' }, issuerKey: key, hash: 'SHA256' };
          const dates = { notBefore: new Date(0), notAfter: new Date(4e12) };
          const certificate = await ossl.x509.createCertificate({ ...terms, ...dates });
          const sent = await ossl.cms.encrypt(content, { ...options, recipients: [certificate] });
          await ossl.cms.decrypt(sent, { ...options, key, certificate });
          return [];
        }),
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
      run: (ossl, given) =>
        withKey(ossl, pem, async (key) => {
          const other = ossl.keys.importPublic(publicPem);
          try {
            return await ossl.deriveBits(key, other, given);
          } finally {
            other.free();
          }
        }),
    };
  };

for (const algorithm of ['ML-KEM-512', 'ML-KEM-1024'] as const)
  others[`${algorithm}: encapsulation and decapsulation`] = async (maker) => {
    const [pem, secrets] = await keySecrets(maker, { algorithm });
    return {
      secrets,
      run: (ossl, options) =>
        withKey(ossl, pem, async (key) => {
          const { ciphertext, secret } = await ossl.encapsulate(key, options);
          await ossl.decapsulate(key, ciphertext, options);
          ciphertext[0] = (ciphertext[0] as number) ^ 1;
          return [secret, await ossl.decapsulate(key, ciphertext, options)];
        }),
    };
  };

for (const options of algorithms)
  others[`a signature: ${'curve' in options ? options.curve : options.algorithm}`] = async (
    maker,
  ) => {
    const [pem, secrets] = await keySecrets(maker, options);
    return {
      secrets,
      run: (ossl, given) =>
        withKey(ossl, pem, async (key) => {
          await ossl.sign(key, salt, given);
          return [];
        }),
    };
  };

/** What a holder answers, for decryption and derivation. */
const heldCases: Record<string, (answer: Uint8Array, maker: OpenSSL) => Promise<Case>> = {
  'what a holder decrypts': async (answer, maker) => {
    const own = await maker.generateKey({ algorithm: 'RSA', bits: 1024 });
    const publicPem = own.publicToPem();
    const sent = await maker.encrypt(own, answer);
    return {
      pauses: true,
      secrets: [answer],
      run: async (ossl, options) => {
        using key = ossl.keys.fromSigner({
          algorithm: 'RSA',
          publicKey: publicPem,
          decrypt: async () => {
            await later(5);
            return answer;
          },
        });
        return await ossl.decrypt(key, sent, options);
      },
    };
  },
  'what a holder derives': async (answer, maker) => {
    const [own, peer] = [
      await maker.generateKey({ algorithm: 'X25519' }),
      await maker.generateKey({ algorithm: 'X25519' }),
    ];
    const [publicPem, peerPem] = [own.publicToPem(), peer.publicToPem()];
    return {
      pauses: true,
      secrets: [answer],
      run: async (ossl, options) => {
        using key = ossl.keys.fromSigner({
          algorithm: 'X25519',
          publicKey: publicPem,
          derive: async () => {
            await later(5);
            return answer;
          },
        });
        using other = ossl.keys.importPublic(peerPem);
        return await ossl.deriveBits(key, other, options);
      },
    };
  },
};

export const operationSecrets: Suite = ({ expect, loadShipped, test }) => {
  const nothing = { jobs: { live: 0 }, memory: { savedFrames: 0 } };

  const finished = async (make: MakeCase): Promise<void> => {
    const { run, secrets } = await make(await loadShipped());
    const ossl = await loadShipped();
    const results = await run(ossl, {});
    const found = results instanceof Uint8Array ? [results] : results;
    expect(traces(ossl, [...secrets, ...found])).toBe(0);
    expect(ossl.stats()).toMatchObject(nothing);
  };

  const cancelled = async (make: MakeCase): Promise<void> => {
    const { run, secrets } = await make(await loadShipped());
    const ossl = await loadShipped();
    const abort = new AbortController();
    const ended = run(ossl, { signal: abort.signal }).then(
      () => 'finished',
      (error: unknown) => (error instanceof OpenSSLError ? error.code : 'another error'),
    );
    await until(() => ossl.stats().jobs.paused > 0);
    abort.abort();
    expect(await ended).toBe('aborted');
    expect(traces(ossl, secrets)).toBe(0);
    expect(ossl.stats()).toMatchObject(nothing);
  };

  for (const [name, make] of Object.entries({ ...derivations('quick'), ...others }))
    test(`${name}: nothing is left when it has finished`, () => finished(make));
  for (const [name, make] of Object.entries(derivations('long')))
    test(`${name}: nothing is left when it was cancelled in the middle`, () => cancelled(make));
  for (const [name, make] of Object.entries(heldCases)) {
    test(`${name}: nothing is left`, () => finished((maker) => make(random(32), maker)));
    test(`${name}: nothing is left when it was cancelled`, () =>
      cancelled((maker) => make(random(32), maker)));
  }

  for (const end of ['a wrong password', 'a cancelled reading'] as const)
    test(`${end} of a key or a PKCS#12 file leaves nothing`, async () => {
      const maker = await loadShipped();
      const isWrong = end === 'a wrong password';
      const iterations = isWrong ? 100 : 300_000;
      const key = await maker.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const secret = key.toDer().slice(36, 68);
      const kdf = { name: 'PBKDF2', iterations } as const;
      const pem = await maker.keys.export(key, { password, kdf });
      const file = await maker.pkcs12.write({ key, password, iterations });
      const given = isWrong ? `${password} 2` : password;
      for (const read of [
        (ossl: OpenSSL, options: OperationOptions) =>
          ossl.keys.import(pem, { password: given, ...options }),
        (ossl: OpenSSL, options: OperationOptions) =>
          ossl.pkcs12.read(file, { password: given, ...options }),
      ]) {
        const ossl = await loadShipped();
        const abort = new AbortController();
        const ended = read(ossl, { signal: abort.signal }).then(
          () => 'finished',
          (error: unknown) => (error as OpenSSLError).code,
        );
        if (!isWrong) {
          await until(() => ossl.stats().jobs.paused > 0);
          abort.abort();
        }
        expect(await ended).toBe(isWrong ? 'openssl' : 'aborted');
        expect(traces(ossl, [...passwords, secret])).toBe(0);
      }
    });

  test('the scan finds what is there: while a job is paused, and in a key that is not freed', async () => {
    const ossl = await loadShipped();
    const abort = new AbortController();
    const options = { hash: 'SHA256', password, salt, iterations: 4e8, length: 40 };
    const run = ossl.pbkdf2({ ...options, signal: abort.signal }).catch(() => undefined);
    await until(() => ossl.stats().jobs.paused > 0);
    expect(traces(ossl, [text(password)])).toBeGreaterThan(0);
    abort.abort();
    await run;
    const [pem, secrets] = await keySecrets(await loadShipped(), { algorithm: 'RSA', bits: 1024 });
    const key = await ossl.keys.import(pem);
    expect(traces(ossl, secrets)).toBeGreaterThan(0);
    key.free();
    expect(traces(ossl, secrets)).toBe(0);
  });
};
