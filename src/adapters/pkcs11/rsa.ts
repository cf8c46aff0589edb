import { createHash, randomBytes } from 'node:crypto';
import { TokenError } from './errors.js';

/** A hash's object identifier in DER, and its numbers of PKCS #11 where there are any. */
interface Hash {
  readonly oid: string;
  /** `CKM_*`, and `CKG_MGF1_*`. */
  readonly mechanism?: number;
  readonly mgf1?: number;
}

const nist = '6086480165030402';
const hashes: ReadonlyMap<string, Hash> = new Map<string, Hash>([
  ['MD5', { oid: '2a864886f70d0205', mechanism: 0x210 }],
  ['RIPEMD160', { oid: '2b24030201', mechanism: 0x240 }],
  ['SHA1', { oid: '2b0e03021a', mechanism: 0x220, mgf1: 1 }],
  ['SHA224', { oid: `${nist}04`, mechanism: 0x255, mgf1: 5 }],
  ['SHA256', { oid: `${nist}01`, mechanism: 0x250, mgf1: 2 }],
  ['SHA384', { oid: `${nist}02`, mechanism: 0x260, mgf1: 3 }],
  ['SHA512', { oid: `${nist}03`, mechanism: 0x270, mgf1: 4 }],
  ['SHA512-224', { oid: `${nist}05`, mechanism: 0x48 }],
  ['SHA512-256', { oid: `${nist}06`, mechanism: 0x4c }],
  ['SHA3-224', { oid: `${nist}07`, mechanism: 0x2b5, mgf1: 6 }],
  ['SHA3-256', { oid: `${nist}08`, mechanism: 0x2b0, mgf1: 7 }],
  ['SHA3-384', { oid: `${nist}09`, mechanism: 0x2c0, mgf1: 8 }],
  ['SHA3-512', { oid: `${nist}0a`, mechanism: 0x2d0, mgf1: 9 }],
]);

/** The numbers of a hash and of a mask generation function; undefined if PKCS #11 has not both. */
export function hashNumbers(
  hash: string,
  mgf1Hash: string,
): { hashAlg: number; mgf: number } | undefined {
  const hashAlg = hashes.get(hash)?.mechanism;
  const mgf = hashes.get(mgf1Hash)?.mgf1;
  return hashAlg === undefined || mgf === undefined ? undefined : { hashAlg, mgf };
}

/**
 * What PKCS#1 v1.5 pads: a DigestInfo. Bytes that were signed without a hash, and the pair of hashes of old
 * TLS, stay as they are. RFC 8017 section 9.2
 */
export function digestInfo(hash: string | undefined, digest: Uint8Array): Buffer {
  if (hash === undefined || hash === 'MD5-SHA1') return Buffer.from(digest);
  const oid = hashes.get(hash)?.oid;
  if (oid === undefined)
    throw new TokenError(
      'refused',
      `PKCS#1 v1.5 signatures with the hash ${hash} can't be made here`,
    );
  const name = Buffer.from(oid, 'hex');
  const algorithm = Buffer.from([0x30, name.length + 4, 6, name.length, ...name, 5, 0]);
  return Buffer.from([
    ...[0x30, algorithm.length + 2 + digest.length, ...algorithm],
    ...[4, digest.length, ...digest],
  ]);
}

/** EMSA-PSS of a digest, as long as the modulus, for tokens that do the bare operation only. RFC 8017 section 9.1.1 */
export function encodePss(
  digest: Uint8Array,
  { hash, mgf1Hash, saltLength }: { hash: string; mgf1Hash: string; saltLength: number },
  modulusBits: number,
): Buffer {
  const bits = modulusBits - 1;
  const size = Math.ceil(bits / 8);
  const salt = randomBytes(saltLength);
  const masked = size - digest.length - 1;
  if (masked < saltLength + 1)
    throw new TokenError('refused', 'The key is too short for this hash and salt');
  const h = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const block = Buffer.concat([Buffer.alloc(masked - saltLength - 1), Buffer.of(1), salt]);
  const mask = mgf1(mgf1Hash, h, masked);
  for (let at = 0; at < masked; at++) block[at] = (block[at] as number) ^ (mask[at] as number);
  block[0] = (block[0] as number) & (0xff >> (8 * size - bits));
  const front = Buffer.alloc(Math.ceil(modulusBits / 8) - size);
  return Buffer.concat([front, block, h, Buffer.of(0xbc)]);
}

/** RFC 8017 appendix B.2.1 */
function mgf1(hash: string, seed: Buffer, size: number): Buffer {
  const blocks: Buffer[] = [];
  const counter = Buffer.alloc(4);
  for (let length = 0; length < size; length += (blocks.at(-1) as Buffer).length) {
    counter.writeUInt32BE(blocks.length);
    blocks.push(createHash(hash).update(seed).update(counter).digest());
  }
  return Buffer.concat(blocks, size);
}
