// Keys of which only the raw bytes are given, in the forms that the facade reads: RFC 8410, RFC 9881, RFC 9909, RFC 9935.

const nist = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04]; // 2.16.840.1.101.3.4
const sizes = ['128s', '128f', '192s', '192f', '256s', '256f'];
const oids: (readonly [name: string, oid: readonly number[]])[] = [
  ...['X25519', 'X448', 'ED25519', 'ED448'].map(
    (name, at) => [name, [0x2b, 0x65, 0x6e + at]] as const,
  ),
  ...['44', '65', '87'].map((set, at) => [`ML-DSA-${set}`, [...nist, 3, 17 + at]] as const),
  ...['512', '768', '1024'].map((set, at) => [`ML-KEM-${set}`, [...nist, 4, 1 + at]] as const),
  ...sizes.map((set, at) => [`SLH-DSA-SHA2-${set}`, [...nist, 3, 20 + at]] as const),
  ...sizes.map((set, at) => [`SLH-DSA-SHAKE-${set}`, [...nist, 3, 26 + at]] as const),
];

function der(tag: number, content: Iterable<number>): number[] {
  const body = [...content];
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return [tag, ...length, ...body];
}

function identifier(algorithm: string): number[] {
  const oid = oids.find(([name]) => name.toUpperCase() === algorithm.toUpperCase())?.[1];
  if (!oid) throw new Error(`No OID of ${algorithm} is known`);
  return der(0x30, der(6, oid));
}

/** SubjectPublicKeyInfo. */
export function spki(algorithm: string, raw: Uint8Array): Uint8Array {
  return Uint8Array.from(der(0x30, [...identifier(algorithm), ...der(3, [0, ...raw])]));
}

/** PKCS#8, of the private key or, for ML-DSA and ML-KEM, of the seed that it is made from. */
export function pkcs8(algorithm: string, raw: Uint8Array, isSeed = false): Uint8Array {
  const inner = algorithm.startsWith('SLH') ? raw : der(isSeed ? 0x80 : 4, raw);
  return Uint8Array.from(der(0x30, [2, 1, 0, ...identifier(algorithm), ...der(4, inner)]));
}

const secp = [0x2b, 0x81, 0x04, 0x00];
const brainpool = [0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01];
/** RFC 5480, RFC 5639, SEC 2; with the bytes of a private key. */
const curves: Record<string, readonly [oid: number[], size: number]> = {
  secp224r1: [[...secp, 0x21], 28],
  secp256r1: [[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], 32],
  secp256k1: [[...secp, 0x0a], 32],
  secp384r1: [[...secp, 0x22], 48],
  secp521r1: [[...secp, 0x23], 66],
  brainpoolP224r1: [[...brainpool, 5], 28],
  brainpoolP256r1: [[...brainpool, 7], 32],
  brainpoolP320r1: [[...brainpool, 9], 40],
  brainpoolP384r1: [[...brainpool, 11], 48],
  brainpoolP512r1: [[...brainpool, 13], 64],
};

function ecIdentifier(oid: number[]): number[] {
  const ecPublicKey = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
  return der(0x30, [...der(6, ecPublicKey), ...der(6, oid)]);
}

/** PKCS#8 of a private key that is given as a number; undefined for curves that are not known. */
export function ecPkcs8(curve: string, scalar: Uint8Array): Uint8Array | undefined {
  const [oid, size] = curves[curve] ?? [];
  if (!oid || size === undefined) return undefined;
  const padded = new Uint8Array(size);
  const digits = scalar.slice(-size);
  padded.set(digits, size - digits.length);
  const inner = der(0x30, [2, 1, 1, ...der(4, padded)]);
  return Uint8Array.from(der(0x30, [2, 1, 0, ...ecIdentifier(oid), ...der(4, inner)]));
}

/** SubjectPublicKeyInfo of a point, as X9.62 encodes it. */
export function ecSpki(curve: string, point: Uint8Array): Uint8Array | undefined {
  const [oid] = curves[curve] ?? [];
  return oid && Uint8Array.from(der(0x30, [...ecIdentifier(oid), ...der(3, [0, ...point])]));
}
