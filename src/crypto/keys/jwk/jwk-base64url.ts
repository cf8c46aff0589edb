const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Map(Array.from(alphabet, (char, value) => [char, value]));

/** Base64 of RFC 4648, section 5, without padding; undefined for a text that it would not write so itself. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const char of text) {
    const value = values.get(char);
    if (value === undefined) {
      bytes.fill(0); // what was read so far may be a secret
      return undefined;
    }
    bits = (bits << 6) | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = bits >> count;
    bits &= (1 << count) - 1;
  }
  if (count < 6 && bits === 0) return bytes;
  bytes.fill(0);
  return undefined;
}

/** The counterpart. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = ((bits & 0x3f) << 8) | byte;
    for (count += 8; count >= 6; count -= 6) text += alphabet[(bits >> (count - 6)) & 0x3f] ?? '';
  }
  return count === 0 ? text : text + (alphabet[(bits << (6 - count)) & 0x3f] ?? '');
}
