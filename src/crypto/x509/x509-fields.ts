import { decode, Fields } from '../encoding/fields.js';

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
  /** Whether software that does not know it must refuse. */
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

/** What the parsing jobs give of certificates, requests and revocation lists. */
export class X509Fields extends Fields {
  date(tag: string): Date {
    return parseTime(this.text(tag));
  }

  name(tag: string): readonly NameAttribute[] {
    return this.pairs(tag).map(([type, value]) => ({ type, value: decode(value) }));
  }

  get extensions(): readonly Extension[] {
    return this.pairs('e').map(([oid, rest]) => {
      const text = decode(rest);
      return { oid, critical: text.startsWith('1'), text: text.slice(1) };
    });
  }

  get alternativeNames(): readonly AlternativeName[] {
    return this.pairs('g').map(([type, value]) => ({
      type: type as AlternativeName['type'],
      value: type === 'IP' ? address(value) : decode(value),
    }));
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
