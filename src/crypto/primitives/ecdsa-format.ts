import { OpenSSLError } from '../../base/errors.js';
import { hex, type OwnBytes } from '../../base/bytes.js';
import type { Key } from '../keys/key.js';

/** The curves whose raw signatures have a length that everybody agrees on, by their OIDs. RFC 5480 */
const curves: readonly (readonly [oid: string, bytes: number])[] = [
  ['2a8648ce3d030107', 32], // P-256
  ['2b81040022', 48], // P-384
  ['2b81040023', 66], // P-521
];

/** The bytes of r, and of s. @throws {@link OpenSSLError} `argument` for other curves */
export function fieldSize(key: Key): number {
  const head = hex(key.publicToDer().subarray(0, 32));
  const found = curves.find(([oid]) =>
    head.includes(`06${hex(Uint8Array.of(oid.length / 2))}${oid}`),
  );
  if (found) return found[1];
  throw new OpenSSLError('argument', 'Raw signatures are for P-256, P-384 and P-521');
}

function integer(bytes: Uint8Array): number[] {
  const first = bytes.findIndex((byte) => byte !== 0);
  const value = first < 0 ? [0] : [...bytes.subarray(first)];
  if ((value[0] as number) > 127) value.unshift(0);
  return [2, value.length, ...value];
}

/** r and s side by side as ECDSA-Sig-Value (RFC 3279); undefined if they are not of that size. */
export function fromRaw(raw: Uint8Array, size: number): Uint8Array | undefined {
  if (raw.length !== 2 * size) return undefined;
  const body = [...integer(raw.subarray(0, size)), ...integer(raw.subarray(size))];
  return Uint8Array.from(
    body.length > 127 ? [48, 129, body.length, ...body] : [48, body.length, ...body],
  );
}

/** The counterpart, of what OpenSSL or a holder has made and OpenSSL has verified. */
export function toRaw(der: Uint8Array, size: number): OwnBytes {
  const raw = new Uint8Array(2 * size);
  let at = (der[1] as number) > 127 ? 3 : 2;
  for (const end of [size, 2 * size]) {
    const length = der[at + 1] as number;
    let value = der.subarray(at + 2, at + 2 + length);
    if (value.length > size) value = value.subarray(value.length - size); // the sign's zero
    raw.set(value, end - value.length);
    at += 2 + length;
  }
  return raw;
}
