import { checkObject, refuse } from '../../base/checks.js';
import { type ByteInput, bytesOf, hex } from '../../base/bytes.js';
import { fieldSize, fromRaw, toRaw } from './ecdsa-format.js';
import { Key } from '../keys/key.js';
import { type OperationOptions, type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';

/** How a signature is made. What is left out is the key's own default, then OpenSSL's. */
export interface SignatureOptions extends OperationOptions {
  /** The hash, by OpenSSL's name (`SHA256`, `SHA3-512`); not for EdDSA and ML-DSA, which have their own. */
  readonly hash?: string | undefined;
  /** RSA: PKCS#1 v1.5 or PSS. RFC 8017 */
  readonly padding?: 'pkcs1' | 'pss' | undefined;
  /**
   * PSS: bytes of salt, or as long as the hash (`digest`, the default), or as fits (`max`); `auto` takes what the
   * signature has when it is verified, and is `max` when it is made.
   */
  readonly saltLength?: number | 'digest' | 'max' | 'auto' | undefined;
  /** PSS: the hash of the mask generation function; by default that of the signature. */
  readonly mgf1Hash?: string | undefined;
  /** ML-DSA, Ed448: the context string, up to 255 bytes. FIPS 204, RFC 8032 */
  readonly context?: Uint8Array | undefined;
}

/** The digest and the options of EVP_PKEY_CTX_ctrl_str(3) that a signature is made with. */
export function signatureParameters(
  key: Key,
  {
    context,
    hash,
    mgf1Hash,
    padding = key.isA('RSA-PSS') ? 'pss' : key.defaults.padding,
    saltLength,
  }: SignatureOptions,
  options: string[] = [],
): { digest: string | undefined; options: Uint8Array | undefined } {
  const isPssKey = key.isA('RSA-PSS'); // such a key says itself how it is used
  const isRsa = isPssKey || key.isA('RSA');
  if (!isRsa && (mgf1Hash !== undefined || saltLength !== undefined || padding !== undefined))
    refuse('padding, saltLength and mgf1Hash are for RSA keys');
  if (padding !== 'pss' && (mgf1Hash !== undefined || saltLength !== undefined))
    refuse('saltLength and mgf1Hash are for padding "pss"');
  if (padding !== undefined && padding !== 'pkcs1' && padding !== 'pss')
    refuse('padding is "pkcs1" or "pss"');
  if (padding !== undefined) options.push(`rsa_padding_mode:${padding}`);
  const salt = saltLength ?? (isPssKey ? undefined : 'digest');
  if (padding === 'pss' && salt !== undefined) options.push(`rsa_pss_saltlen:${salt}`);
  if (mgf1Hash !== undefined) options.push(`rsa_mgf1_md:${mgf1Hash}`);
  if (context !== undefined) options.push(`hexcontext-string:${hex(bytesOf('context', context))}`);
  return { digest: hash ?? key.defaults.hash, options: textList(options) };
}

/** How a signature is made or verified of its own, outside of certificates and messages. */
export interface SignOptions extends SignatureOptions {
  /** RSA, EC: the data are what `hash` made of the message, and no stream. EVP_PKEY_sign(3) */
  readonly prehashed?: boolean | undefined;
  /** EC on P-256, P-384, P-521: `raw` is r and s side by side, as WebCrypto and JOSE want it; by default DER. */
  readonly ecdsaFormat?: 'der' | 'raw' | undefined;
  /**
   * EC, ML-DSA, SLH-DSA: the same signature each time, where by default it is made with random numbers.
   * Not for keys that JavaScript holds, and of no meaning in verifying. RFC 6979, FIPS 204, FIPS 205
   */
  readonly deterministic?: boolean | undefined;
}

function parameters(key: Key, options: SignOptions): ReturnType<typeof signatureParameters> {
  checkObject('The options', options);
  const { deterministic = false, ecdsaFormat = 'der' } = options;
  if (ecdsaFormat !== 'der' && ecdsaFormat !== 'raw') refuse('ecdsaFormat is "der" or "raw"');
  if (ecdsaFormat === 'raw' && !key.isA('EC')) refuse('ecdsaFormat is for EC keys');
  if (!deterministic) return signatureParameters(key, options);
  if (key.isHeld) refuse('JavaScript holds the key, and its holder alone says how it signs');
  const isEc = key.isA('EC');
  if (!isEc && ['RSA', 'ED25519', 'ED448'].some((name) => key.isA(name)))
    refuse('deterministic is for EC, ML-DSA and SLH-DSA keys');
  return signatureParameters(key, options, [isEc ? 'nonce-type:1' : 'deterministic:1']);
}

/** The arguments of EVP_PKEY_sign(3) and EVP_PKEY_verify(3). */
function prehashedInput(
  key: Key,
  data: ByteInput,
  { digest, options }: ReturnType<typeof signatureParameters>,
): { key: Key; data: Uint8Array; options: Uint8Array } {
  if (!['RSA', 'RSA-PSS', 'EC'].some((name) => key.isA(name)))
    refuse('prehashed is for RSA and EC keys');
  if (!(data instanceof Uint8Array)) refuse('A digest is a Uint8Array');
  if (digest === undefined) refuse('prehashed needs a hash: the one that made the digest');
  const hash = textList([`digest:${digest}`]) as Uint8Array;
  return { key, data, options: Uint8Array.of(...hash, ...(options ?? [])) };
}

/** EVP_DigestSign(3), EVP_PKEY_sign(3). */
export async function sign(
  operator: Operator,
  key: Key,
  data: ByteInput,
  options: SignOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  Key.check(key, operator.core);
  const chosen = parameters(key, options);
  const size = options.ecdsaFormat === 'raw' ? fieldSize(key) : 0;
  const { signature } = options.prehashed
    ? await operator.run('sign_digest', prehashedInput(key, data, chosen), options)
    : await operator.run('sign', { key, data, ...chosen }, options);
  return size > 0 ? toRaw(signature, size) : signature;
}

/** EVP_DigestVerify(3), EVP_PKEY_verify(3). */
export async function verify(
  operator: Operator,
  key: Key,
  signature: Uint8Array,
  data: ByteInput,
  options: SignOptions = {},
): Promise<boolean> {
  Key.check(key, operator.core);
  if (!(signature instanceof Uint8Array)) refuse('The signature must be a Uint8Array');
  checkObject('The options', options);
  const chosen = parameters(key, { ...options, deterministic: false });
  const der = options.ecdsaFormat === 'raw' ? fromRaw(signature, fieldSize(key)) : signature;
  if (!der) return false;
  const { valid } = options.prehashed
    ? await operator.run(
        'verify_digest',
        { ...prehashedInput(key, data, chosen), signature: der },
        options,
      )
    : await operator.run('verify', { key, data, signature: der, ...chosen }, options);
  return valid === 1;
}
