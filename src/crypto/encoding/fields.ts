type FieldList = readonly (readonly [tag: number, data: Uint8Array])[];

/** A mark of byte order is a part of a name as anything else. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of some bytes of a field. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** What the parsing jobs give: a tag, which is a constant of the boundary, a size and bytes, again and again. */
export class Fields {
  /** Every field in its order. */
  readonly list: FieldList;

  constructor(bytes: Uint8Array) {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const list: [number, Uint8Array][] = [];
    for (let at = 0; at < bytes.length;) {
      const size = words.getUint32(at + 1, true);
      list.push([bytes[at] as number, bytes.slice(at + 5, at + 5 + size)]);
      at += 5 + size;
    }
    this.list = list;
  }

  /** Every field in its order, as text. */
  get texts(): readonly (readonly [tag: number, text: string])[] {
    return this.list.map(([tag, data]) => [tag, decode(data)]);
  }

  bytes(tag: number): Uint8Array {
    return this.list.find(([name]) => name === tag)?.[1] ?? new Uint8Array();
  }

  text(tag: number): string {
    return decode(this.bytes(tag));
  }

  has(tag: number): boolean {
    return this.list.some(([name]) => name === tag);
  }

  /** The fields under a tag that have two texts in them. */
  pairs(tag: number): [string, string][] {
    return this.list.filter(([name]) => name === tag).map(([, data]) => pair(data));
  }
}

/** Two texts with a zero between them. */
export function pair(data: Uint8Array): [string, string] {
  const zero = data.indexOf(0);
  return [decode(data.subarray(0, zero)), decode(data.subarray(zero + 1))];
}
