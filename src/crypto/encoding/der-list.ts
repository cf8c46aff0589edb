/** DER one behind the other, as C takes and gives lists of it: each tells its own length. */
export function joined(list: readonly { toDer(): Uint8Array }[]): Uint8Array {
  const parts = list.map((one) => one.toDer());
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The counterpart, of what OpenSSL has written: definite lengths, X.690 section 8.1.3. */
export function split(all: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < all.length;) {
    const first = all[at + 1] as number;
    const count = first < 128 ? 0 : first & 127;
    const long = all.subarray(at + 2, at + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = at + 2 + count + (count === 0 ? first : long);
    parts.push(all.slice(at, end));
    at = end;
  }
  return parts;
}
