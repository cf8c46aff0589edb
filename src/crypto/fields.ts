import { constants } from '../module/generated/boundary.js';

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

type FieldList = readonly (readonly [tag: number, data: Uint8Array])[];

/** The kinds of alternative names, by the tags of their fields. */
const nameTypes = new Map<number, AlternativeName['type']>([
  [constants.OSA_FIELD_DNS_NAME, 'DNS'],
  [constants.OSA_FIELD_EMAIL_NAME, 'email'],
  [constants.OSA_FIELD_URI_NAME, 'URI'],
  [constants.OSA_FIELD_IP_NAME, 'IP'],
]);

/** A mark of byte order is a part of a name as anything else. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

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
    return this.list.map(([tag, data]) => [tag, decoder.decode(data)]);
  }

  bytes(tag: number): Uint8Array {
    return this.list.find(([name]) => name === tag)?.[1] ?? new Uint8Array();
  }

  text(tag: number): string {
    return decoder.decode(this.bytes(tag));
  }

  has(tag: number): boolean {
    return this.list.some(([name]) => name === tag);
  }

  date(tag: number): Date {
    return parseTime(this.text(tag));
  }

  name(tag: number): readonly NameAttribute[] {
    return this.list
      .filter(([name]) => name === tag)
      .map(([, data]) => {
        const [type, value] = pair(data);
        return { type, value };
      });
  }

  get extensions(): readonly Extension[] {
    return this.list.flatMap(([tag, data]) => {
      const critical = tag === constants.OSA_FIELD_CRITICAL_EXTENSION;
      if (!critical && tag !== constants.OSA_FIELD_EXTENSION) return [];
      const [oid, text] = pair(data);
      return [{ oid, critical, text }];
    });
  }

  get alternativeNames(): readonly AlternativeName[] {
    return this.list.flatMap(([tag, data]) => {
      const type = nameTypes.get(tag);
      return type ? [{ type, value: type === 'IP' ? address(data) : decoder.decode(data) }] : [];
    });
  }
}

/** Two texts with a zero between them. */
function pair(data: Uint8Array): [string, string] {
  const zero = data.indexOf(0);
  return [decoder.decode(data.subarray(0, zero)), decoder.decode(data.subarray(zero + 1))];
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
