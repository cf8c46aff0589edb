import { decodeText } from '../../base/text.js';
/** An attribute of a distinguished name: its short name, or OID where it has none, and its value. */
export interface NameAttribute {
  /** Such as `CN`, or an OID. */
  readonly type: string;
  /** Its text. */
  readonly value: string;
}

/** An extension of a certificate, request or revocation list. */
export interface Extension {
  /** Which extension, in dots. */
  readonly oid: string;
  /** Whether who does not know it must refuse. */
  readonly critical: boolean;
  /** Its value in OpenSSL's words, for people: X509V3_EXT_print(3). */
  readonly text: string;
}

/** A subject alternative name; an address as in `192.0.2.1`, or eight groups of hex digits. */
export interface AlternativeName {
  /** What kind of name it is. */
  readonly type: 'DNS' | 'email' | 'URI' | 'IP';
  /** The name or address. */
  readonly value: string;
}

type FieldList = readonly (readonly [tag: string, data: Uint8Array])[];

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
    return this.list.map(([tag, data]) => [tag, decodeText(data)]);
  }

  bytes(tag: string): Uint8Array {
    return this.list.find(([name]) => name === tag)?.[1] ?? new Uint8Array();
  }

  text(tag: string): string {
    return decodeText(this.bytes(tag));
  }

  has(tag: string): boolean {
    return this.list.some(([name]) => name === tag);
  }

  date(tag: string): Date {
    return parseTime(this.text(tag));
  }

  name(tag: string): readonly NameAttribute[] {
    return this.#pairs(tag).map(([type, value]) => ({ type, value: decodeText(value) }));
  }

  get extensions(): readonly Extension[] {
    return this.#pairs('e').map(([oid, rest]) => {
      const text = decodeText(rest);
      return { oid, critical: text.startsWith('1'), text: text.slice(1) };
    });
  }

  get alternativeNames(): readonly AlternativeName[] {
    return this.#pairs('g').map(([type, value]) => ({
      type: type as AlternativeName['type'],
      value: type === 'IP' ? address(value) : decodeText(value),
    }));
  }

  #pairs(tag: string): [string, Uint8Array][] {
    return this.list
      .filter(([name]) => name === tag)
      .map(([, data]) => {
        const zero = data.indexOf(0);
        return [decodeText(data.subarray(0, zero)), data.subarray(zero + 1)];
      });
  }
}

function address(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups: string[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2)
    groups.push((((bytes[at] as number) << 8) | (bytes[at + 1] as number)).toString(16));
  return groups.join(':');
}

/** A GeneralizedTime as RFC 5280 allows it. */
export function parseTime(text: string): Date {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return new Date(iso);
}
