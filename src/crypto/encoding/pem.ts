import { OpenSSLError } from '../../base/errors.js';
import { bytesOf, isBytes } from '../../base/bytes.js';

/** Writes DER as PEM: RFC 7468. */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''));
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** Every PEM block of a label, in their order. @throws {@link OpenSSLError} `argument` if there is none */
export function allToDer(label: string, text: string): Uint8Array[] {
  const block = new RegExp(`-----BEGIN ${label}-----[^-]*-----END ${label}-----`, 'g');
  return (text.match(block) ?? [text]).map((one) => toDer(label, one));
}

/** The first PEM block of a label, or the DER that was given. @throws {@link OpenSSLError} `argument` */
export function toDer(label: string, data: string | Uint8Array | undefined): Uint8Array {
  if (isBytes(data)) return bytesOf('DER', data);
  if (typeof data !== 'string')
    throw new OpenSSLError('argument', `A ${label} is PEM text or DER bytes`);
  const begin = `-----BEGIN ${label}-----`;
  const start = data.indexOf(begin);
  const end = data.indexOf(`-----END ${label}-----`, start);
  if (start < 0 || end < 0)
    throw new OpenSSLError('argument', `The text has no PEM block of a ${label}`);
  try {
    const text = atob(data.slice(start + begin.length, end).replace(/\s/g, ''));
    return Uint8Array.from(text, (char) => char.charCodeAt(0));
  } catch (cause) {
    throw new OpenSSLError('argument', `The PEM block of the ${label} is not Base64`, { cause });
  }
}
