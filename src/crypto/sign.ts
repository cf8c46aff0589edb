import { OpenSSLError } from '../async/errors.js';
import type { ByteInput } from '../module/bytes.js';
import { Key } from './key.js';
import { type OperationOptions, type Operator, textList } from './operation.js';

/** How a signature is made. What is left out is the key's own default, then OpenSSL's. */
export interface SignatureOptions extends OperationOptions {
  /** The hash, by OpenSSL's name (`SHA256`, `SHA3-512`); not for EdDSA and ML-DSA, which have their own. */
  readonly hash?: string | undefined;
  /** RSA: PKCS#1 v1.5 or PSS. RFC 8017 */
  readonly padding?: 'pkcs1' | 'pss' | undefined;
  /** PSS: bytes of salt, or as long as the hash (`digest`), or as fits (`max`). */
  readonly saltLength?: number | 'digest' | 'max' | undefined;
  /** PSS: the hash of the mask generation function; by default that of the signature. */
  readonly mgf1Hash?: string | undefined;
  /** ML-DSA, Ed448: the context string, up to 255 bytes. FIPS 204, RFC 8032 */
  readonly context?: Uint8Array | undefined;
}

/** The digest and the options of EVP_PKEY_CTX_ctrl_str(3) that a signature is made with. */
export function signatureParameters(
  key: Key,
  { context, hash, mgf1Hash, padding = key.defaults.padding, saltLength }: SignatureOptions,
): { digest: string | undefined; options: Uint8Array | undefined } {
  const isRsa = key.isA('RSA');
  if (!isRsa && (mgf1Hash !== undefined || saltLength !== undefined || padding !== undefined))
    throw new OpenSSLError('argument', 'padding, saltLength and mgf1Hash are for RSA keys');
  if (padding !== 'pss' && (mgf1Hash !== undefined || saltLength !== undefined))
    throw new OpenSSLError('argument', 'saltLength and mgf1Hash are for padding "pss"');
  const options: string[] = [];
  if (padding !== undefined) options.push(`rsa_padding_mode:${padding}`);
  if (padding === 'pss') options.push(`rsa_pss_saltlen:${saltLength ?? 'digest'}`);
  if (mgf1Hash !== undefined) options.push(`rsa_mgf1_md:${mgf1Hash}`);
  if (context) options.push(`hexcontext-string:${hex(context)}`);
  return { digest: hash ?? key.defaults.hash, options: textList(options) };
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** EVP_DigestSign(3). */
export async function sign(
  operator: Operator,
  key: Key,
  data: ByteInput,
  options: SignatureOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  Key.check(key, operator.core);
  const input = { key, data, ...signatureParameters(key, options) };
  return (await operator.run('sign', input, options)).signature;
}

/** EVP_DigestVerify(3). */
export async function verify(
  operator: Operator,
  key: Key,
  signature: Uint8Array,
  data: ByteInput,
  options: SignatureOptions = {},
): Promise<boolean> {
  Key.check(key, operator.core);
  const input = { key, data, signature, ...signatureParameters(key, options) };
  return (await operator.run('verify', input, options)).valid === 1;
}
