import { toPem } from './pem.js';

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

const decoder = new TextDecoder();

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
    return this.list.map(([tag, data]) => [tag, decoder.decode(data)]);
  }

  bytes(tag: string): Uint8Array {
    return this.list.find(([name]) => name === tag)?.[1] ?? new Uint8Array();
  }

  text(tag: string): string {
    return decoder.decode(this.bytes(tag));
  }

  has(tag: string): boolean {
    return this.list.some(([name]) => name === tag);
  }

  date(tag: string): Date {
    return parseTime(this.text(tag));
  }

  name(tag: string): readonly NameAttribute[] {
    return this.#pairs(tag).map(([type, value]) => ({ type, value: decoder.decode(value) }));
  }

  get extensions(): readonly Extension[] {
    return this.#pairs('e').map(([oid, rest]) => {
      const text = decoder.decode(rest);
      return { oid, critical: text.startsWith('1'), text: text.slice(1) };
    });
  }

  get alternativeNames(): readonly AlternativeName[] {
    return this.#pairs('g').map(([type, value]) => ({
      type: type as AlternativeName['type'],
      value: type === 'IP' ? address(value) : decoder.decode(value),
    }));
  }

  #pairs(tag: string): [string, Uint8Array][] {
    return this.list
      .filter(([name]) => name === tag)
      .map(([, data]) => {
        const zero = data.indexOf(0);
        return [decoder.decode(data.subarray(0, zero)), data.subarray(zero + 1)];
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
function parseTime(text: string): Date {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return new Date(iso);
}

/** What a certificate, a request and a revocation list have in common: they are their DER. */
abstract class Encoded {
  readonly #der: Uint8Array;
  readonly #label: string;
  readonly #print: string;

  protected constructor(label: string, der: Uint8Array, print: string) {
    this.#der = der.slice();
    this.#label = label;
    this.#print = print;
  }

  /** A copy of the bytes. */
  toDer(): Uint8Array<ArrayBuffer> {
    return this.#der.slice();
  }

  /** RFC 7468 */
  toPem(): string {
    return toPem(this.#label, this.#der);
  }

  /** All of it in words, as `openssl x509 -text` prints it: X509_print_ex(3). */
  print(): string {
    return this.#print;
  }
}

/** A certificate: RFC 5280. It holds nothing that would have to be freed. */
export class Certificate extends Encoded {
  /** Whom it is for. */
  readonly subject: readonly NameAttribute[];
  /** Who signed it. */
  readonly issuer: readonly NameAttribute[];
  /** In hex, upper case, an even number of digits. */
  readonly serial: string;
  /** When it begins to be valid. */
  readonly notBefore: Date;
  /** When it ceases to be valid. */
  readonly notAfter: Date;
  /** SHA-256 of the DER, in hex. */
  readonly fingerprint: string;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
  /** The names of the extension subjectAltName. */
  readonly subjectAltNames: readonly AlternativeName[];
  readonly #publicKey: Uint8Array;

  /** Made by `ossl.x509`. @internal */
  constructor(der: Uint8Array, fields: Fields) {
    super('CERTIFICATE', der, fields.text('t'));
    this.subject = fields.name('s');
    this.issuer = fields.name('i');
    this.serial = fields.text('n');
    this.notBefore = fields.date('b');
    this.notAfter = fields.date('a');
    this.fingerprint = Array.from(fields.bytes('f'), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    this.extensions = fields.extensions;
    this.subjectAltNames = fields.alternativeNames;
    this.#publicKey = fields.bytes('k');
  }

  /** SubjectPublicKeyInfo as DER; `ossl.keys.importPublic` takes it. */
  get publicKey(): Uint8Array<ArrayBuffer> {
    return this.#publicKey.slice();
  }
}

/** A certification request: RFC 2986. */
export class CertificateRequest extends Encoded {
  /** Whom a certificate is asked for. */
  readonly subject: readonly NameAttribute[];
  /** The extensions that are asked for. */
  readonly extensions: readonly Extension[];
  /** The names of the extension subjectAltName that is asked for. */
  readonly subjectAltNames: readonly AlternativeName[];
  /** Whether the signature was made with the request's own key. X509_REQ_verify(3) */
  readonly isSignatureValid: boolean;
  readonly #publicKey: Uint8Array;

  /** Made by `ossl.x509`. @internal */
  constructor(der: Uint8Array, fields: Fields) {
    super('CERTIFICATE REQUEST', der, fields.text('t'));
    this.subject = fields.name('s');
    this.extensions = fields.extensions;
    this.subjectAltNames = fields.alternativeNames;
    this.isSignatureValid = fields.text('y') === '1';
    this.#publicKey = fields.bytes('k');
  }

  /** SubjectPublicKeyInfo as DER. */
  get publicKey(): Uint8Array<ArrayBuffer> {
    return this.#publicKey.slice();
  }
}

/** What a revocation list says of one certificate. */
export interface RevokedCertificate {
  /** In hex. */
  readonly serial: string;
  /** When it was revoked. */
  readonly date: Date;
  /** CRLReason: RFC 5280, section 5.3.1. */
  readonly reason?: number | undefined;
}

/** A certificate revocation list: RFC 5280, section 5. */
export class RevocationList extends Encoded {
  /** Who signed it. */
  readonly issuer: readonly NameAttribute[];
  /** When it was made. */
  readonly lastUpdate: Date;
  /** When there will be a newer one. */
  readonly nextUpdate: Date | undefined;
  /** The list's number, in hex. */
  readonly number: string | undefined;
  /** All extensions of the list itself. */
  readonly extensions: readonly Extension[];
  /** What is revoked. */
  readonly revoked: readonly RevokedCertificate[];

  /** Made by `ossl.x509`. @internal */
  constructor(der: Uint8Array, fields: Fields) {
    super('X509 CRL', der, fields.text('t'));
    this.issuer = fields.name('i');
    this.lastUpdate = fields.date('b');
    this.nextUpdate = fields.has('a') ? fields.date('a') : undefined;
    this.number = fields.has('n') ? fields.text('n') : undefined;
    this.extensions = fields.extensions;
    const revoked: { serial: string; date: Date; reason?: number }[] = [];
    for (const [tag, text] of fields.texts) {
      const last = revoked.at(-1);
      if (tag === 'r') revoked.push({ serial: text, date: new Date(NaN) });
      else if (tag === 'd' && last) last.date = parseTime(text);
      else if (tag === 'c' && last) last.reason = Number(text);
    }
    this.revoked = revoked;
  }
}
