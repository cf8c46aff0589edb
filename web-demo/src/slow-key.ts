import type { Certificate, Key, OpenSSL } from 'openssl-async';
import { cryptoKeySigner } from 'openssl-async/webcrypto';

/** A key that WebCrypto holds and won't give out, its certificate, and how long each signature is to take. */
export interface SlowKey {
  readonly key: Key;
  readonly certificate: Certificate;
  readonly pair: CryptoKeyPair;
}

const DAY = 86_400_000;

/** Makes a non-extractable key whose signatures take as long as `delay` says, in milliseconds. */
export async function makeSlowKey(
  ossl: OpenSSL,
  options: { name: string; delay: () => number },
): Promise<SlowKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const signer = await cryptoKeySigner(pair);
  let isMade = false;
  const key = ossl.keys.fromSigner({
    ...signer,
    sign: async (data, request) => {
      if (isMade) await wait(options.delay(), request.signal);
      return (signer.sign as NonNullable<typeof signer.sign>)(data, request);
    },
  });
  const certificate = await selfSigned(ossl, key, options.name);
  isMade = true;
  return { key, certificate, pair };
}

/** A certificate for who signs messages, good for a year. */
export function selfSigned(
  ossl: OpenSSL,
  issuerKey: Key,
  name: string,
  options: Partial<Parameters<OpenSSL['x509']['createCertificate']>[0]> = {},
): Promise<Certificate> {
  return ossl.x509.createCertificate({
    ...options,
    subject: { CN: name },
    issuerKey,
    notBefore: new Date(),
    notAfter: new Date(Date.now() + 365 * DAY),
    extensions: {
      basicConstraints: 'critical,CA:TRUE',
      keyUsage: 'critical,digitalSignature,keyCertSign',
      extendedKeyUsage: 'emailProtection',
    },
  });
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('Nobody wants the signature any more', { cause: signal.reason }));
    });
  });
}
