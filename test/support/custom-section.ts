/** A number as WebAssembly writes it: seven bits a byte, the lowest first. */
function leb128(number: number): number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...leb128(number >>> 7)];
}

/** The smallest module that has a custom section of this name and content. */
export function moduleWithSection(name: string, content: string): Uint8Array<ArrayBuffer> {
  const [title, text] = [name, content].map((each) => [...new TextEncoder().encode(each)]) as [
    number[],
    number[],
  ];
  const body = [...leb128(title.length), ...title, ...text];
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, ...leb128(body.length), ...body);
}
