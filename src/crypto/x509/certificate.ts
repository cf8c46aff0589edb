import { hex } from '../../base/bytes.js';
import { toPem } from '../encoding/pem.js';
import {
  type AlternativeName,
  type Extension,
  type NameAttribute,
  parseTime,
  type X509Fields,
} from './x509-fields.js';

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
  constructor(der: Uint8Array, fields: X509Fields) {
    super('CERTIFICATE', der, fields.text('t'));
    this.subject = fields.name('s');
    this.issuer = fields.name('i');
    this.serial = fields.text('n');
    this.notBefore = fields.date('b');
    this.notAfter = fields.date('a');
    this.fingerprint = hex(fields.bytes('f'));
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
  constructor(der: Uint8Array, fields: X509Fields) {
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
  constructor(der: Uint8Array, fields: X509Fields) {
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
