import { constants } from '../../module/generated/boundary.js';
import { decode, Fields, pair } from '../encoding/fields.js';

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

/** The kinds of alternative names, by the tags of their fields. */
const nameTypes = new Map<number, AlternativeName['type']>([
  [constants.OSA_FIELD_DNS_NAME, 'DNS'],
  [constants.OSA_FIELD_EMAIL_NAME, 'email'],
  [constants.OSA_FIELD_URI_NAME, 'URI'],
  [constants.OSA_FIELD_IP_NAME, 'IP'],
]);

/** What the parsing jobs give of certificates, requests and revocation lists. */
export class X509Fields extends Fields {
  date(tag: number): Date {
    return parseTime(this.text(tag));
  }

  name(tag: number): readonly NameAttribute[] {
    return this.pairs(tag).map(([type, value]) => ({ type, value }));
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
      return type ? [{ type, value: type === 'IP' ? address(data) : decode(data) }] : [];
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
