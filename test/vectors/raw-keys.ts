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
