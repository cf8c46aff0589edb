import { type Certificate, type NameAttribute, type OpenSSL, OpenSSLError } from 'openssl-async';

const MAX_FILE = 16 * 2 ** 20;

/** What OpenSSL says of a file: a request, a certificate or a signed message, as PEM or DER. */
export async function describeFile(
  ossl: OpenSSL,
  file: File,
  trusted: readonly Certificate[],
): Promise<{ good: boolean; text: string }> {
  if (file.size > MAX_FILE) throw new Error('it is larger than 16 MB');
  const data = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder('latin1').decode(data);
  if (text.includes('BEGIN CERTIFICATE REQUEST')) return describeRequest(ossl, text);
  if (text.includes('BEGIN CERTIFICATE')) return describeCertificate(ossl, text, trusted);
  if (text.includes('BEGIN CMS') || text.includes('BEGIN PKCS7') || text.includes('MIME-Version'))
    return describeMessage(ossl, data, trusted);
  return firstThatReads([
    () => describeCertificate(ossl, data, trusted),
    () => describeRequest(ossl, data),
    () => describeMessage(ossl, data, trusted),
  ]);
}

async function firstThatReads<T>(tries: readonly (() => Promise<T>)[]): Promise<T> {
  for (const one of tries.slice(0, -1))
    try {
      return await one();
    } catch (error) {
      if (!(error instanceof OpenSSLError)) throw error;
    }
  return (tries.at(-1) as () => Promise<T>)();
}

async function describeRequest(
  ossl: OpenSSL,
  data: string | Uint8Array,
): Promise<{ good: boolean; text: string }> {
  const { isSignatureValid, subject } = await ossl.x509.parseRequest(data);
  const verdict = isSignatureValid ? 'its signature is right' : 'its signature is wrong';
  return { good: isSignatureValid, text: `A request for ${name(subject)}: ${verdict}.` };
}

async function describeCertificate(
  ossl: OpenSSL,
  data: string | Uint8Array,
  trusted: readonly Certificate[],
): Promise<{ good: boolean; text: string }> {
  const certificate = await ossl.x509.parseCertificate(data);
  const isSelfSigned = name(certificate.subject) === name(certificate.issuer);
  const roots = isSelfSigned ? [certificate] : trusted;
  const result = await ossl.x509.verify(certificate, { trusted: roots });
  const until = certificate.notAfter.toISOString().slice(0, 10);
  const what = `A certificate of ${name(certificate.subject)}, by ${isSelfSigned ? 'itself' : name(certificate.issuer)}, good until ${until}`;
  return result.valid
    ? { good: true, text: `${what}: its signature is right.` }
    : { good: false, text: `${what}: ${result.reason}.` };
}

async function describeMessage(
  ossl: OpenSSL,
  data: Uint8Array,
  trusted: readonly Certificate[],
): Promise<{ good: boolean; text: string }> {
  const content = await ossl.cms.verify(data, { trusted });
  const text = new TextDecoder().decode(content.subarray(0, 200));
  return {
    good: true,
    text: `A signed message, and every signature is right, by a key of this page. It says: “${text}”`,
  };
}

function name(attributes: readonly NameAttribute[]): string {
  return attributes
    .map(({ type, value }) => (type === 'CN' ? value : `${type}=${value}`))
    .join(', ');
}
