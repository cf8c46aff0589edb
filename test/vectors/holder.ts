// The same key held by JavaScript: its functions use the ordinary one through the facade.
import type { Key, OpenSSL, SignerAlgorithm } from '../../src/index.js';
import { hex } from '../support/bytes.js';
import type { Bench } from './evp-runner.js';

const algorithms: SignerAlgorithm[] = [
  'RSA',
  'Ed25519',
  'Ed448',
  'X25519',
  'X448',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
];
const curves = ['06082a8648ce3d030107', '06052b81040022', '06052b81040023'];

function algorithmOf(key: Key): SignerAlgorithm | undefined {
  const found = algorithms.find((name) => key.isA(name.toUpperCase()));
  if (found || !key.isA('EC')) return found;
  const head = hex(key.publicToDer().subarray(0, 32));
  return curves.some((curve) => head.includes(curve)) ? 'EC' : undefined;
}

/** Undefined for what no signer can have. `deterministic`: ECDSA and ML-DSA sign as RFC 6979 and FIPS 204 say. */
export function held(ossl: OpenSSL, key: Key, deterministic = false): Key | undefined {
  const algorithm = algorithmOf(key);
  if (!algorithm) return undefined;
  const publicKey = key.publicToDer();
  if (algorithm.startsWith('X'))
    return ossl.keys.fromSigner({
      algorithm,
      publicKey,
      derive: (_, { spki }) => derive(ossl, key, spki),
    });
  return ossl.keys.fromSigner({
    algorithm,
    publicKey,
    sign: (data, { context, hash, mgf1Hash, padding, prehashed, saltLength }) =>
      ossl.sign(key, data, {
        hash,
        padding,
        saltLength,
        mgf1Hash: padding === 'pss' ? mgf1Hash : undefined,
        prehashed,
        deterministic,
        context: context && context.length > 0 ? context : undefined,
      }),
    decrypt: (data, { hash, label, mgf1Hash, padding }) =>
      ossl.decrypt(key, data, { padding: padding as 'oaep', hash, label, mgf1Hash }),
    derive: (_, { spki }) => derive(ossl, key, spki),
  });
}

/** Runs it with the key, and with the same key held by JavaScript where a signer can have such a key. */
export async function withBoth(
  bench: Bench,
  key: Key,
  run: (key: Key, isHeld: boolean) => Promise<void>,
  deterministic = false,
): Promise<void> {
  await run(key, false);
  const other = held(bench.ossl, key, deterministic);
  if (!other) return;
  try {
    await run(other, true);
    bench.ledger.heldToo();
  } catch (error) {
    throw new Error(`held: ${String(error)}`, { cause: error });
  } finally {
    other.free();
  }
}

async function derive(ossl: OpenSSL, key: Key, spki: Uint8Array): Promise<Uint8Array> {
  using peer = ossl.keys.importPublic(spki);
  return await ossl.deriveBits(key, peer);
}
