const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The bytes of a long text that a tool of ours wrote: base64 of RFC 4648, section 4, with its padding. Not for secrets,
 * and what is no base64 is not noticed. Neither `atob` nor `Uint8Array.fromBase64` is in every scope.
 */
export function fromLongBase64(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let value = 0; value < 64; value++) values[alphabet.charCodeAt(value)] = value;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const six = (at: number): number => values[text.charCodeAt(at)] as number;
  for (let from = 0, to = 0; from < text.length; from += 4) {
    const bits = (six(from) << 18) | (six(from + 1) << 12) | (six(from + 2) << 6) | six(from + 3);
    bytes[to++] = bits >> 16; // past the end of the bytes nothing is written
    bytes[to++] = bits >> 8;
    bytes[to++] = bits;
  }
  return bytes;
}
