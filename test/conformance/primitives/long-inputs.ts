// What takes longer the longer its input is pauses: how much OpenSSL works through between two turns of the event loop,
// in bytes that it hashes, encrypts or reads, and not in time.
import type { OpenSSL } from '../../../src/index.js';
import { nothing } from '../../support/nothing-left.js';
import type { Suite } from '../../support/suite.js';

const big = new Uint8Array(3 << 20);
/** What may be done at once, whatever the length of the input. */
const MOST = 400_000;

type Call = (ossl: OpenSSL) => Promise<unknown>;

const signing =
  (options: Parameters<OpenSSL['generateKey']>[0]): Call =>
  async (ossl) => {
    const key = await ossl.generateKey(options);
    const signature = await ossl.sign(key, big);
    if (!(await ossl.verify(key, signature, big))) throw new Error('not verified');
    key.free();
  };

const calls: Record<string, Call> = {
  digest: (ossl) => ossl.digest('SHA256', big),
  'digest, of any length': (ossl) => ossl.digest('SHAKE256', big, { length: big.length }),
  hmac: (ossl) => ossl.hmac('SHA512', big, big),
  'hkdf: key and salt': (ossl) => ossl.hkdf({ hash: 'SHA256', key: big, salt: big, length: 16 }),
  pbkdf2: (ossl) =>
    ossl.pbkdf2({ hash: 'SHA1', password: big, salt: big, iterations: 1, length: 16 }),
  'sign and verify: EC': signing({ algorithm: 'EC', curve: 'P-256' }),
  'sign and verify: Ed25519': signing({ algorithm: 'Ed25519' }),
  'sign and verify: Ed448': signing({ algorithm: 'Ed448' }),
  'sign and verify: ML-DSA': signing({ algorithm: 'ML-DSA-44' }),
  'keys.import: PEM': (ossl) =>
    ossl.keys
      .import(`-----BEGIN X-----\n${`${'A'.repeat(64)}\n`.repeat(40_000)}-----END X-----\n`)
      .then(
        () => {
          throw new Error('that is no key');
        },
        () => undefined,
      ),
};

export const longInputs: Suite = ({ expect, load, test }) => {
  for (const [name, call] of Object.entries(calls))
    test(`${name}: a long input pauses`, async () => {
      const { exports, ossl } = await load();
      exports.test_slice(0);
      exports.test_longest_stretch();
      await call(ossl);
      const longest = exports.test_longest_stretch();
      expect(longest).toBeGreaterThan(0);
      expect(longest).toBeLessThan(MOST);
      expect(ossl.stats()).toMatchObject(nothing);
    });
};
