type FieldList = readonly (readonly [tag: string, data: Uint8Array])[];

/** A mark of byte order is a part of a name as anything else. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of some bytes of a field. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** What the parsing jobs give: a letter, a size and bytes, again and again. */
export class Fields {
  /** Every field in its order. */
  readonly list: FieldList;

  constructor(bytes: Uint8Array) {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const list: [string, Uint8Array][] = [];
    for (let at = 0; at < bytes.length;) {
      const size = words.getUint32(at + 1, true);
      list.push([String.fromCharCode(bytes[at] as number), bytes.slice(at + 5, at + 5 + size)]);
      at += 5 + size;
    }
    this.list = list;
  }

  /** Every field in its order, as text. */
  get texts(): readonly (readonly [tag: string, text: string])[] {
    return this.list.map(([tag, data]) => [tag, decode(data)]);
  }

  bytes(tag: string): Uint8Array {
    return this.list.find(([name]) => name === tag)?.[1] ?? new Uint8Array();
  }

  text(tag: string): string {
    return decode(this.bytes(tag));
  }

  has(tag: string): boolean {
    return this.list.some(([name]) => name === tag);
  }

  /** What stands under a tag in two: a text, and what is behind its zero. */
  pairs(tag: string): [string, Uint8Array][] {
    return this.list
      .filter(([name]) => name === tag)
      .map(([, data]) => {
        const zero = data.indexOf(0);
        return [decode(data.subarray(0, zero)), data.subarray(zero + 1)];
      });
  }
}
