import { refuse } from '../../base/checks.js';
import { nearest } from '../../base/options.js';

/** One spelling for all: `SHA-256`, `sha256` and `SHA_256` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_/.\s]/g, '');
}

function table(...lists: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((names) => names.map((name) => [plain(name), names[0] as string] as const)),
  );
}

const hashes = table(
  ['SHA1', 'SHA-1', 'RSA-SHA1'],
  ...['224', '256', '384', '512'].map((bits) => [`SHA${bits}`, `SHA2-${bits}`, `RSA-SHA${bits}`]),
  ...['224', '256'].map((bits) => [`SHA512-${bits}`, `SHA2-512/${bits}`]),
  ...['224', '256', '384', '512'].map((bits) => [`SHA3-${bits}`]),
  ...['128', '256'].map((bits) => [`SHAKE${bits}`, `SHAKE-${bits}`]),
  ['BLAKE2B-512', 'BLAKE2b'],
  ['BLAKE2S-256', 'BLAKE2s'],
  ['MD5', 'RSA-MD5'],
  ['RIPEMD160', 'RIPEMD-160', 'RMD160'],
  ['SM3'],
);

/**
 * OpenSSL's name of a hash, whichever of its usual spellings is given; a name that is not among them is left to OpenSSL.
 *
 * @param option - where it was given
 * @throws {@link OpenSSLError} `argument` unless it is a text
 */
export function hashName(option: string, given: unknown): string {
  if (typeof given !== 'string' || given === '' || given.includes('\0'))
    refuse(`${option} must be the name of a digest, such as SHA256`);
  return hashes.get(plain(given)) ?? given;
}

/** The algorithms of keys, each with its other names. */
const algorithms = table(
  ['RSA', 'RSAES', 'RSA-OAEP', 'RSASSA-PKCS1-v1_5', 'rsaEncryption'],
  ['RSA-PSS', 'RSASSA-PSS'],
  ['EC', 'ECDSA', 'ECDH', 'id-ecPublicKey'],
  ['Ed25519'],
  ['Ed448'],
  ['X25519'],
  ['X448'],
  ...['44', '65', '87'].map((set) => [`ML-DSA-${set}`]),
  ...['512', '768', '1024'].map((set) => [`ML-KEM-${set}`]),
  ...['SHA2', 'SHAKE'].flatMap((hash) =>
    ['128s', '128f', '192s', '192f', '256s', '256f'].map((set) => [`SLH-DSA-${hash}-${set}`]),
  ),
);

const curves = table(
  ['P-256', 'prime256v1', 'secp256r1', 'NIST P-256'],
  ['P-384', 'secp384r1', 'NIST P-384'],
  ['P-521', 'secp521r1', 'NIST P-521'],
);

function named(
  kind: string,
  from: ReadonlyMap<string, string>,
  given: unknown,
  allowed: readonly string[] = [...new Set(from.values())],
): string {
  if (typeof given !== 'string') refuse(`${kind} must be one of ${allowed.join(', ')}`);
  const name = from.get(plain(given));
  if (name !== undefined && allowed.includes(name)) return name;
  const near = nearest(given, allowed);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return refuse(`The ${kind} must be one of ${allowed.join(', ')}, and is ${given}${hint}`);
}

/** An algorithm of keys, in the spelling of this package. @throws {@link OpenSSLError} `argument` unless it is one of the allowed */
export function algorithmName(given: unknown, allowed?: readonly string[]): string {
  return named('algorithm', algorithms, given, allowed);
}

/** The same, where OpenSSL may know a name that is not in the table. */
export function algorithmAlias(given: string): string {
  return typeof given === 'string' ? (algorithms.get(plain(given)) ?? given) : given;
}

/** One of NIST's curves by NIST's name. @throws {@link OpenSSLError} `argument` for another */
export function curveName(given: unknown): string {
  return named('curve', curves, given);
}
