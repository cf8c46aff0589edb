import { OpenSSLError } from '../../base/errors.js';
import { checkObject } from '../../base/checks.js';
import { constants } from '../../module/generated/boundary.js';
import type {
  Certificate,
  CertificateRequest,
  RevocationList,
  RevokedCertificate,
} from './certificate.js';
import type { Key } from '../keys/key.js';
import { type OperationOptions } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';
import type { SignatureOptions } from '../primitives/sign.js';

/** A distinguished name: attributes by their short or long names, in order; a list gives several of a type. */
export type Name = Readonly<Record<string, string | readonly string[]>>;

/** What goes into a certification request. */
export interface CreateRequestOptions extends SignatureOptions {
  /** Whom it is for. */
  readonly subject: Name;
  /** The key pair that is to be certified; it signs the request. */
  readonly key: Key;
  /** Extensions that are asked for, in the words of x509v3_config(5), such as `subjectAltName: 'DNS:example.org'`. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** What every certificate is made from. */
export interface CertificateTerms extends SignatureOptions {
  /** Big-endian and positive, up to 20 bytes; by default 159 random bits. RFC 5280, section 4.1.2.2 */
  readonly serial?: Uint8Array | undefined;
  /** When it begins to be valid; whole seconds count. */
  readonly notBefore: Date;
  /** When it ceases to be valid. */
  readonly notAfter: Date;
  /** In the words of x509v3_config(5), such as `basicConstraints: 'critical,CA:TRUE'`; in this order. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** What goes into a certificate. */
export interface CreateCertificateOptions extends CertificateTerms {
  /** Whom it is for. */
  readonly subject: Name;
  /** The certificate of the authority; without it the certificate is self-signed. */
  readonly issuer?: Certificate | undefined;
  /** What signs: the authority's key, or the certificate's own. */
  readonly issuerKey: Key;
  /** The key that is certified; by default `issuerKey`. */
  readonly publicKey?: Key | undefined;
}

/** What an authority makes a certificate of a request from. */
export interface IssueOptions extends CertificateTerms {
  /** As PEM or DER, or as it was parsed. */
  readonly request: CertificateRequest | string | Uint8Array;
  /** The certificate of the authority. */
  readonly issuer: Certificate;
  /** The authority's key, which signs. */
  readonly issuerKey: Key;
  /** Instead of the name that the request asks for. */
  readonly subject?: Name | undefined;
  /** Extensions of the request that are taken over, by name or OID, unless `extensions` has them; by default none. */
  readonly copyExtensions?: readonly string[] | undefined;
}

/** What a chain is verified against. */
export interface VerifyOptions extends OperationOptions {
  /** The roots. There are no others: the module has no store of its own. */
  readonly trusted: readonly Certificate[];
  /** Certificates that a chain may be made of. */
  readonly untrusted?: readonly Certificate[] | undefined;
  /** Revocation lists of the authorities. */
  readonly crls?: readonly RevocationList[] | undefined;
  /** Which certificates need a revocation list: by default all of the chain if `crls` has any, otherwise none. */
  readonly crlCheck?: 'none' | 'leaf' | 'chain' | undefined;
  /** The moment for which validity is judged; by default now. */
  readonly at?: Date | undefined;
  /**
   * How strong keys and signature hashes have to be, from 1 (80 bits) to 5 (256 bits); by default 0, as in OpenSSL:
   * anything goes. X509_VERIFY_PARAM_set_auth_level(3)
   */
  readonly authLevel?: number | undefined;
  /** What the certificate is to be used for; by default that is not judged. */
  readonly purpose?:
    'sslserver' | 'sslclient' | 'smimesign' | 'codesign' | 'timestampsign' | 'any' | undefined;
  /** A DNS name that the certificate has to be for. RFC 9525 */
  readonly hostname?: string | undefined;
  /** A mail address that the certificate has to be for. */
  readonly email?: string | undefined;
  /** An IPv4 or IPv6 address. */
  readonly ip?: string | undefined;
}

/** What verifying found. Chains begin with the certificate itself. */
export type VerifyResult =
  | {
      /** Whether the chain holds. */
      readonly valid: true;
      /** The chain, down to a root. */
      readonly chain: readonly Certificate[];
    }
  | {
      /** Whether the chain holds. */
      readonly valid: false;
      /** X509_V_ERR_…: X509_STORE_CTX_get_error(3). */
      readonly code: number;
      /** The same in OpenSSL's words: X509_verify_cert_error_string(3). */
      readonly reason: string;
      /** Where in the chain; 0 is the certificate itself. */
      readonly depth: number;
      /** The certificate at that depth, if there is one. */
      readonly certificate: Certificate | undefined;
    };

/** What goes into a revocation list. */
export interface CreateCrlOptions extends SignatureOptions {
  /** The certificate of the authority. */
  readonly issuer: Certificate;
  /** The authority's key, which signs. */
  readonly issuerKey: Key;
  /** When it is made. */
  readonly lastUpdate: Date;
  /** When there will be a newer one. */
  readonly nextUpdate: Date;
  /** The list's number; by default 1. RFC 5280, section 5.2.3 */
  readonly number?: bigint | number | undefined;
  /** Serials in hex; reasons as in RFC 5280, section 5.3.1. */
  readonly revoked?: readonly RevokedCertificate[] | undefined;
}

/** The attributes in pairs, as C reads them. */
export function namePairs(name: Name): Uint8Array | undefined {
  if (typeof name !== 'object' || name === null)
    throw new OpenSSLError(
      'argument',
      'A name is an object of attributes, such as { CN: "example.org" }',
    );
  return textList(
    Object.entries(name).flatMap(([type, values]) =>
      (Array.isArray(values) ? values : [values]).flatMap((value: string) => [type, value]),
    ),
  );
}

/** Extensions in pairs, as C reads them. */
export function extensionPairs(extensions: unknown = {}): Uint8Array | undefined {
  checkObject('extensions', extensions);
  return textList(Object.entries(extensions as Record<string, string>).flat());
}

/** A moment as GeneralizedTime; OpenSSL makes it a UTCTime where RFC 5280 wants one. */
export function timeText(name: string, date: Date): string {
  const year = date instanceof Date ? date.getUTCFullYear() : NaN;
  if (!(year >= 1950 && year <= 9999))
    throw new OpenSSLError('argument', `${name} is a Date from 1950 to 9999`);
  return date.toISOString().replace(/[-:T]|\.\d+/g, '');
}

/** @throws {@link OpenSSLError} `argument` for what RFC 5280, section 4.1.2.2 doesn't allow */
export function checkSerial(serial: Uint8Array): Uint8Array {
  const isFit = serial instanceof Uint8Array && serial.length > 0 && serial.length <= 20;
  if (
    !isFit ||
    serial.every((byte) => byte === 0) ||
    (serial.length === 20 && (serial[0] as number) > 127)
  )
    throw new OpenSSLError('argument', 'A serial is a positive number of up to 159 bits');
  return serial;
}

/** @throws {@link OpenSSLError} `argument` for what C found to be the caller's own mistake, if anything */
export function refuseProblem(problem: number): void {
  if (problem === constants.OSA_PROBLEM_KEY_MISMATCH)
    throw new OpenSSLError('argument', 'The key is not that of the issuing certificate');
  if (problem === constants.OSA_PROBLEM_BAD_REQUEST)
    throw new OpenSSLError('argument', "The request is not signed with the request's own key");
}
