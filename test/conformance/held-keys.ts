// Keys that JavaScript holds: OpenSSL signs, decrypts and derives with them while a promise is pending.
import { dispose } from '../../src/async/dispose.js';
import type { Key, OpenSSL, OpenSSLError, Signer, SignRequest } from '../../src/index.js';
import { fromCryptoKey } from '../../src/adapters/webcrypto.js';
import { hex } from '../support/bytes.js';
import { rejection } from '../support/start.js';
import { later, type Suite } from '../support/suite.js';

const message = new TextEncoder().encode('what is to be signed');
const nothing = {
  jobs: { live: 0, queued: 0 },
  waitContexts: 0,
  references: 0,
  handles: { open: 0 },
};

async function refused(promise: Promise<unknown>): Promise<OpenSSLError> {
  return (await rejection(promise)) as OpenSSLError;
}

/** A pair of keys: OpenSSL's own, and one of the same public part that JavaScript holds and `own` answers for. */
async function heldPair(
  ossl: OpenSSL,
  algorithm: Signer['algorithm'],
  signer: (own: Key, holder: OpenSSL) => Partial<Signer>,
): Promise<{ own: Key; held: Key; [dispose](): void }> {
  const own = await generate(ossl, algorithm);
  const held = ossl.keys.fromSigner({ algorithm, publicKey: own, ...signer(own, ossl) });
  return {
    own,
    held,
    [dispose]: () => {
      own.free();
      held.free();
    },
  };
}

function generate(ossl: OpenSSL, algorithm: Signer['algorithm']): Promise<Key> {
  if (algorithm === 'RSA') return ossl.generateKey({ algorithm, bits: 1024 });
  if (algorithm === 'EC') return ossl.generateKey({ algorithm, curve: 'P-256' });
  return ossl.generateKey({ algorithm });
}

/** Signs with OpenSSL's own key, in another job of the same instance, while the first one waits. */
function signLike(
  ossl: OpenSSL,
  own: Key,
  asked: SignRequest[] = [],
): Required<Pick<Signer, 'sign'>> {
  return {
    sign: async (data, request) => {
      asked.push(request);
      await later(1);
      const { context, hash, mgf1Hash, padding, saltLength } = request;
      return ossl.sign(own, data, {
        hash,
        ...(padding === 'pss' ? { padding, mgf1Hash, saltLength } : {}),
        ...(context && context.length > 0 ? { context } : {}),
      });
    },
  };
}

const signers = ['RSA', 'EC', 'Ed25519', 'Ed448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const;

export const heldKeys: Suite = ({ expect, loadShipped, test }) => {
  for (const algorithm of signers)
    test(`${algorithm}: the signature verifies with the public key, and the holder is asked once`, async () => {
      const ossl = await loadShipped();
      const asked: SignRequest[] = [];
      {
        using pair = await heldPair(ossl, algorithm, (own) => ({
          input: 'message',
          ...signLike(ossl, own, asked),
        }));
        expect(pair.held.isHeld).toBe(true);
        expect(pair.own.isHeld).toBe(false);
        const signature = await ossl.sign(pair.held, message);
        expect(asked.length).toBe(1);
        expect(await ossl.verify(pair.own, signature, message)).toBe(true);
        expect(await ossl.verify(pair.held, signature, message)).toBe(true);
        expect(await ossl.verify(pair.own, signature, message.subarray(1))).toBe(false);
        const streamed = await ossl.sign(pair.held, [message.subarray(0, 3), message.subarray(3)]);
        expect(await ossl.verify(pair.own, streamed, message)).toBe(true);
        const request = await ossl.x509.createRequest({ subject: { CN: 'x' }, key: pair.held });
        expect(request.toPem()).toContain('BEGIN CERTIFICATE REQUEST');
        expect(asked.length).toBe(3);
        expect(pair.held.publicToPem()).toBe(pair.own.publicToPem());
        expect(pair.held.publicToText()).toBe(pair.own.publicToText());
        expect(pair.held.equals(pair.own)).toBe(true);
        expect(() => pair.held.toPem()).toThrow();
        ossl.takeErrors();
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });

  test('PSS: the holder is told the salt length in bytes, whatever way it was asked for', async () => {
    const ossl = await loadShipped();
    const asked: SignRequest[] = [];
    using pair = await heldPair(ossl, 'RSA', (own) => ({
      input: 'message',
      ...signLike(ossl, own, asked),
    }));
    const cases = [
      [0, 'SHA256', 0],
      [20, 'SHA256', 20],
      ['digest', 'SHA384', 48],
      ['max', 'SHA256', 94],
      [undefined, 'SHA1', 20],
    ] as const;
    for (const [saltLength, hash, bytes] of cases) {
      const options = { padding: 'pss', saltLength, hash } as const;
      const signature = await ossl.sign(pair.held, message, options);
      expect(
        await ossl.verify(pair.own, signature, message, { ...options, saltLength: bytes }),
      ).toBe(true);
      expect(asked.at(-1)).toMatchObject({
        hash,
        mgf1Hash: hash,
        saltLength: bytes,
        padding: 'pss',
      });
    }
    const error = await refused(
      ossl.sign(pair.held, message, { padding: 'pss', saltLength: 95, hash: 'SHA256' }),
    );
    expect(error.code).toBe('openssl');
  });

  test('a holder that signs digests is given the digest, and never the message', async () => {
    const ossl = await loadShipped();
    const asked: [number, boolean, string | undefined][] = [];
    using own = await ossl.generateKey({ algorithm: 'EC', curve: 'P-384' });
    using held = ossl.keys.fromSigner({
      algorithm: 'EC',
      publicKey: own.publicToPem(),
      sign: (data, { hash, prehashed }) => {
        asked.push([data.length, prehashed, hash]);
        return Uint8Array.of(1);
      },
    });
    for (const hash of ['SHA256', 'SHA384', 'SHA3-512'])
      await rejection(ossl.sign(held, message, { hash }));
    expect(asked).toEqual([
      [32, true, 'SHA256'],
      [48, true, 'SHA384'],
      [64, true, 'SHA3-512'],
    ]);
  });

  test('what the holder does wrong fails the operation, says why, and leaves the instance well', async () => {
    const ossl = await loadShipped();
    using own = await ossl.generateKey({ algorithm: 'Ed25519' });
    const boom = new Error('the HSM is offline');
    const wrong: [Signer['sign'], RegExp, unknown][] = [
      [() => Promise.reject(boom), /refused or failed.*the HSM is offline/, boom],
      [
        () => {
          throw boom;
        },
        /refused or failed/,
        boom,
      ],
      [() => new Uint8Array(63), /63 bytes, not 64/, undefined],
      [() => new Uint8Array(65), /65 bytes, not 64/, undefined],
      [() => new Uint8Array(0), /0 bytes, not 64/, undefined],
      [() => new Uint8Array(64), /does not verify/, undefined],
      [() => 'signature' as unknown as Uint8Array, /must be a Uint8Array/, expect.anything()],
    ];
    for (const [sign, text, cause] of wrong) {
      using held = ossl.keys.fromSigner({ algorithm: 'Ed25519', publicKey: own, sign });
      const error = await refused(ossl.sign(held, message));
      expect(error).toMatchObject({ name: 'OpenSSLError', code: 'openssl' });
      expect(error.message).toMatch(text);
      expect(error.cause).toEqual(cause);
      expect(error.errors.length).toBeGreaterThan(0);
    }
    expect(ossl.takeErrors()).toEqual([]);
    using good = ossl.keys.fromSigner({
      algorithm: 'Ed25519',
      publicKey: own,
      ...signLike(ossl, own),
    });
    expect(await ossl.verify(own, await ossl.sign(good, message), message)).toBe(true);
  });

  test("abort, deadline and the key's own timeout end the wait, and tell the holder", async () => {
    const ossl = await loadShipped();
    const signals: AbortSignal[] = [];
    {
      using own = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const never: Signer = {
        algorithm: 'EC',
        publicKey: own,
        sign: (_, { signal }) => {
          signals.push(signal);
          return new Promise(() => undefined);
        },
      };
      using held = ossl.keys.fromSigner(never);
      using impatient = ossl.keys.fromSigner({ ...never, timeout: 5 });
      const controller = new AbortController();
      const aborted = refused(ossl.sign(held, message, { signal: controller.signal }));
      await later(1);
      controller.abort(new Error('enough'));
      expect(await aborted).toMatchObject({ code: 'aborted', cause: { message: 'enough' } });
      expect(await rejection(ossl.sign(held, message, { timeout: 5 }))).toMatchObject({
        code: 'timeout',
      });
      expect(await rejection(ossl.sign(impatient, message))).toMatchObject({
        code: 'openssl',
        cause: { code: 'timeout' },
      });
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
      // freed while an operation uses it: that goes on, and frees it at its end
      const last = new AbortController();
      const running = rejection(ossl.sign(held, message, { signal: last.signal }));
      held.free();
      expect(() => held.pointer).toThrow(/freed/);
      last.abort();
      await running;
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('RSA: OAEP and PKCS#1 v1.5, by a holder that takes the padding off and by one that does bare RSA', async () => {
    const ossl = await loadShipped();
    {
      using own = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
      const bare = (data: Uint8Array): Promise<Uint8Array> => rawDecrypt(ossl, own, data);
      const asked: string[] = [];
      using whole = ossl.keys.fromSigner({
        algorithm: 'RSA',
        publicKey: own,
        decrypt: async (data, { hash, label, mgf1Hash, padding }) => {
          asked.push(padding);
          if (padding === 'oaep') return ossl.decrypt(own, data, { hash, mgf1Hash, label });
          const block = await bare(data);
          const end = block.indexOf(0, 2);
          return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : null;
        },
      });
      using raw = ossl.keys.fromSigner({
        algorithm: 'RSA',
        publicKey: own,
        rawDecrypt: true,
        decrypt: (data, { padding }) => {
          asked.push(padding);
          return bare(data);
        },
      });
      const label = Uint8Array.of(1, 2, 3);
      const ways = [
        {},
        { hash: 'SHA1' },
        { hash: 'SHA384', label },
        { hash: 'SHA256', mgf1Hash: 'SHA1' },
        { padding: 'pkcs1' },
      ] as const;
      for (const options of ways)
        for (const key of [whole, raw])
          for (const text of [message.subarray(0, 12), new Uint8Array(0)]) {
            const sent = await ossl.encrypt(key, text, options);
            expect(await ossl.decrypt(key, sent, options)).toEqual(text);
            expect(await ossl.decrypt(own, sent, options)).toEqual(text);
          }
      expect(new Set(asked)).toEqual(new Set(['oaep', 'pkcs1', 'none']));
      // wrong padding: OAEP says so; PKCS#1 v1.5 gives the same synthetic text each time
      const odd = (await ossl.encrypt(own, message)).map((byte, at) =>
        at === 60 ? byte ^ 1 : byte,
      );
      for (const key of [whole, raw]) {
        expect(await rejection(ossl.decrypt(key, odd))).toMatchObject({ code: 'openssl' });
        const [one, two] = [
          await ossl.decrypt(key, odd, { padding: 'pkcs1' }),
          await ossl.decrypt(key, odd, { padding: 'pkcs1' }),
        ];
        expect(one).toEqual(two);
        expect(await rejection(ossl.decrypt(key, odd.subarray(1)))).toMatchObject({
          code: 'openssl',
        });
      }
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });

  for (const algorithm of ['EC', 'X25519', 'X448'] as const)
    test(`${algorithm}: the secret that a held key derives is the other side's`, async () => {
      const ossl = await loadShipped();
      {
        using peer = await generate(ossl, algorithm);
        using pair = await heldPair(ossl, algorithm, (own) => ({
          derive: async (_, { spki }) => {
            await later(1);
            using other = ossl.keys.importPublic(spki);
            return await ossl.deriveBits(own, other); // `other` must live until then
          },
        }));
        const ours = await ossl.deriveBits(pair.held, peer);
        expect(ours).toEqual(await ossl.deriveBits(peer, pair.held));
        using another = await ossl.generateKey({ algorithm: 'EC', curve: 'P-521' });
        expect(await rejection(ossl.deriveBits(pair.held, another))).toMatchObject({
          code: 'openssl',
        });
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });

  test('ML-KEM keys encapsulate, SLH-DSA keys sign', async () => {
    const ossl = await loadShipped();
    for (const algorithm of ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'] as const) {
      using key = await ossl.generateKey({ algorithm });
      const { ciphertext, secret } = await ossl.encapsulate(key);
      expect(secret.length).toBe(32);
      expect(await ossl.decapsulate(key, ciphertext)).toEqual(secret);
      expect(await rejection(ossl.decapsulate(key, ciphertext.subarray(1)))).toMatchObject({
        code: 'openssl',
      });
    }
    for (const algorithm of ['SLH-DSA-SHA2-128f', 'SLH-DSA-SHAKE-128f'] as const) {
      using key = await ossl.generateKey({ algorithm });
      const signature = await ossl.sign(key, message);
      expect(signature.length).toBe(17088);
      expect(await ossl.verify(key, signature, message)).toBe(true);
    }
  });

  test('a WebCrypto key that cannot be extracted makes a request', async () => {
    const ossl = await loadShipped();
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    using key = await fromCryptoKey(ossl, pair);
    const request = await ossl.x509.createRequest({ subject: { CN: 'example.org' }, key });
    expect(request.toPem()).toContain('BEGIN CERTIFICATE REQUEST');
  });

  test('1,000 signatures at once: a third cancelled, a tenth rejected, none mixed up', async () => {
    const ossl = await loadShipped();
    {
      using own = await ossl.generateKey({ algorithm: 'Ed25519' });
      const refused = new Error('not this one');
      using held = ossl.keys.fromSigner({
        algorithm: 'Ed25519',
        publicKey: own,
        sign: async (data) => {
          await later(Math.random() * 50);
          if (Number(new TextDecoder().decode(data)) % 10 === 1) throw refused;
          return await ossl.sign(own, data);
        },
      });
      const text = (index: number): Uint8Array => new TextEncoder().encode(String(index));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 1000 }, (_, index) => {
          const controller = new AbortController();
          const promise = ossl.sign(held, text(index), { signal: controller.signal });
          if (index % 3 === 0)
            setTimeout(() => {
              controller.abort();
            }, Math.random() * 10);
          return promise;
        }),
      );
      const seen = { signed: 0, cancelled: 0, refused: 0 };
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled') {
          expect(await ossl.verify(own, outcome.value, text(index))).toBe(true);
          seen.signed++;
        } else if ((outcome.reason as OpenSSLError).code === 'aborted') {
          expect(index % 3).toBe(0);
          seen.cancelled++;
        } else {
          expect(outcome.reason).toMatchObject({ code: 'openssl', cause: refused });
          expect(index % 10).toBe(1);
          seen.refused++;
        }
      }
      expect(seen.signed).toBeGreaterThanOrEqual(599);
      expect(seen.signed + seen.cancelled + seen.refused).toBe(1000);
      expect(seen.cancelled).toBeGreaterThan(0);
      expect(seen.refused).toBeGreaterThan(60);
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('no byte of the private key is in wasm memory after WebCrypto has signed with it', async () => {
    const ossl = await loadShipped();
    const seed = Uint8Array.from({ length: 32 }, (_, index) => 0xa0 ^ (index * 7));
    const prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    const pkcs8 = Uint8Array.of(...prefix, ...seed);
    const secret = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
    const { x } = (await crypto.subtle.exportKey('jwk', secret)) as { x: string };
    const raw = atob(x.replaceAll('-', '+').replaceAll('_', '/'));
    const spki = Uint8Array.of(
      ...[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0],
      ...Array.from(raw, (char) => char.charCodeAt(0)),
    );
    const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
    using key = await fromCryptoKey(ossl, { privateKey, publicKey: spki });
    const signature = await ossl.sign(key, message);
    expect(await ossl.verify(key, signature, message)).toBe(true);
    const memory = new Uint8Array(ossl.exports.memory.buffer);
    const contains = (part: Uint8Array): boolean => {
      for (
        let at = memory.indexOf(part[0] as number);
        at >= 0;
        at = memory.indexOf(part[0] as number, at + 1)
      )
        if (part.every((byte, index) => memory[at + index] === byte)) return true;
      return false;
    };
    expect(contains(spki.subarray(12))).toBe(true); // the scan finds what is there
    for (let at = 0; at + 8 <= seed.length; at += 8)
      expect(contains(seed.subarray(at, at + 8))).toBe(false);
  });
};

/** The bare RSA operation, for lack of a facade: what a hardware token would do. */
async function rawDecrypt(ossl: OpenSSL, own: Key, data: Uint8Array): Promise<Uint8Array> {
  const { d, n } = await ossl.keys.export(own, { format: 'jwk-private' });
  const [exponent, modulus] = [d, n].map((text = '') => {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return number(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  }) as [bigint, bigint];
  let [base, power] = [number(data), 1n];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = (power * base) % modulus;
    base = (base * base) % modulus;
  }
  const digits = power.toString(16).padStart(2 * data.length, '0');
  return Uint8Array.from(digits.match(/../g) ?? [], (two) => parseInt(two, 16));
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes)}`);
}
