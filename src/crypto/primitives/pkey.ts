import { checkBytes, checkObject, refuse } from '../../base/checks.js';
import { bytesOf, hex } from '../../base/bytes.js';
import { Key } from '../keys/key.js';
import { type OperationOptions, type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';

/** How RSA encrypts and decrypts. RFC 8017 */
export interface EncryptionOptions extends OperationOptions {
  /** OAEP by default. With PKCS#1 v1.5, wrong padding gives a synthetic plaintext (implicit rejection). */
  readonly padding?: 'oaep' | 'pkcs1' | undefined;
  /** OAEP: the hash, by OpenSSL's name; `SHA256` by default. */
  readonly hash?: string | undefined;
  /** OAEP: the hash of the mask generation function; by default the same. */
  readonly mgf1Hash?: string | undefined;
  /** OAEP: a label that both sides know; by default empty. */
  readonly label?: Uint8Array | undefined;
}

function parameters(given: EncryptionOptions): Uint8Array | undefined {
  checkObject('The options', given);
  const { hash = 'SHA256', label, mgf1Hash = hash, padding = 'oaep' } = given;
  if (padding !== 'oaep' && padding !== 'pkcs1') refuse('padding is "oaep" or "pkcs1"');
  if (padding === 'pkcs1') {
    if ([given.hash, given.mgf1Hash, label].some((option) => option !== undefined))
      refuse('hash, mgf1Hash and label are for OAEP');
    return textList(['rsa_padding_mode:pkcs1']);
  }
  const options = ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${mgf1Hash}`];
  const bound = label === undefined ? '' : hex(bytesOf('label', label));
  if (bound !== '') options.push(`rsa_oaep_label:${bound}`);
  return textList(options);
}

/** EVP_PKEY_encrypt(3). */
export async function encrypt(
  operator: Operator,
  key: Key,
  data: Uint8Array,
  options: EncryptionOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  Key.check(key, operator.core);
  checkBytes('The plaintext', data);
  const input = { key, options: parameters(options), data };
  return (await operator.run('encrypt', input, options)).ciphertext;
}

/** EVP_PKEY_decrypt(3). */
export async function decrypt(
  operator: Operator,
  key: Key,
  data: Uint8Array,
  options: EncryptionOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  Key.check(key, operator.core);
  checkBytes('The ciphertext', data);
  const input = { key, options: parameters(options), data };
  return (await operator.run('decrypt', input, options)).plaintext;
}

/** EVP_PKEY_derive(3). */
export async function deriveBits(
  operator: Operator,
  key: Key,
  peer: Key,
  options: OperationOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  Key.check(key, operator.core);
  Key.check(peer, operator.core);
  return (await operator.run('derive_bits', { key, peer }, options)).secret;
}

/** What `ossl.encapsulate` gives. */
export interface Encapsulation {
  /** For the holder of the private key. */
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  /** What both will share. */
  readonly secret: Uint8Array<ArrayBuffer>;
}

/** EVP_PKEY_encapsulate(3). */
export async function encapsulate(
  operator: Operator,
  key: Key,
  options: OperationOptions = {},
): Promise<Encapsulation> {
  Key.check(key, operator.core);
  return operator.run('encapsulate', { key }, options);
}

/** EVP_PKEY_decapsulate(3). */
export async function decapsulate(
  operator: Operator,
  key: Key,
  ciphertext: Uint8Array,
  options: OperationOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  Key.check(key, operator.core);
  checkBytes('The ciphertext', ciphertext);
  return (await operator.run('decapsulate', { key, ciphertext }, options)).secret;
}
