// DER, as far as tests put objects together that no API makes. X.690
type Bytes = Uint8Array<ArrayBuffer>;

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const UTF8_STRING = 0x0c;

/** One behind the other. */
export function concatenated(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** An element with this content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const body = concatenated(...content);
  const size: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const length = body.length < 128 ? [body.length] : [0x80 | size.length, ...size];
  return concatenated(Uint8Array.of(tag, ...length), body);
}

/** An object identifier of its bytes' hex digits, without tag and length. */
export function identifier(hex: string): Bytes {
  return element(0x06, fromHex(hex));
}

export function fromHex(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A whole number from 0 to 127, as INTEGER. */
export function small(value: number): Bytes {
  return element(INTEGER, Uint8Array.of(value));
}

/** Where the content of the element at this place begins and ends. */
function extent(bytes: Uint8Array, at: number): { start: number; end: number } {
  const first = bytes[at + 1] as number;
  const count = first < 128 ? 0 : first & 0x7f;
  let size = count === 0 ? first : 0;
  for (let index = 0; index < count; index++) size = size * 256 + (bytes[at + 2 + index] as number);
  const start = at + 2 + count;
  return { start, end: start + size };
}

/** What an element that is constructed consists of, each with tag and length. */
export function members(constructed: Uint8Array): Bytes[] {
  const { end, start } = extent(constructed, 0);
  const found: Bytes[] = [];
  for (let at = start; at < end; at = extent(constructed, at).end)
    found.push(constructed.slice(at, extent(constructed, at).end));
  return found;
}

/** The same with the places exchanged where a text of bytes stands; how often it stood there. */
export function replaced(
  bytes: Uint8Array,
  old: Uint8Array,
  by: Uint8Array,
): { bytes: Bytes; count: number } {
  const copy = bytes.slice();
  let count = 0;
  for (let at = 0; at + old.length <= copy.length; at++)
    if (old.every((byte, index) => copy[at + index] === byte)) {
      copy.set(by, at);
      count++;
    }
  return { bytes: copy, count };
}
