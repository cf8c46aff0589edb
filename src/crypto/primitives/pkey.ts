import type { Operations } from '../../module/generated/boundary-operations.js';
import { refuse } from '../../base/checks.js';
import { hex, type OwnBytes } from '../../base/bytes.js';
import { checkOptions, type Names } from '../../base/options.js';
import { gather, isPending, type WholeBytes } from '../../operator/gather.js';
import { hashName } from '../encoding/names.js';
import { Key } from '../keys/key.js';
import { operationNames, type OperationOptions, type Operator } from '../../operator/operator.js';
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
  readonly label?: WholeBytes | undefined;
}

const encryptionNames: Names<EncryptionOptions> = {
  ...operationNames,
  ...{ padding: true, hash: true, mgf1Hash: true, label: true },
};

function parameters(given: EncryptionOptions, label?: Uint8Array): Uint8Array | undefined {
  const { padding = 'oaep' } = given;
  if (padding !== 'oaep' && padding !== 'pkcs1') refuse('padding is "oaep" or "pkcs1"');
  if (padding === 'pkcs1') {
    if ([given.hash, given.mgf1Hash, given.label].some((option) => option !== undefined))
      refuse('hash, mgf1Hash and label are for OAEP');
    return textList(['rsa_padding_mode:pkcs1']);
  }
  const hash = hashName('hash', given.hash ?? 'SHA256');
  const mgf1Hash = hashName('mgf1Hash', given.mgf1Hash ?? hash);
  const options = ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${mgf1Hash}`];
  const bound = label === undefined ? '' : hex(label);
  if (bound !== '') options.push(`rsa_oaep_label:${bound}`);
  return textList(options);
}

/** What both directions take. */
async function gathered(
  operator: Operator,
  key: Key,
  data: WholeBytes,
  options: EncryptionOptions,
): Promise<{ input: Operations['encrypt']['in']; rest: OperationOptions }> {
  Key.check(key, operator.core);
  checkOptions('The options', options, encryptionNames);
  const { label } = options;
  const given = gather(operator.owner, { data, label }, options);
  const { bytes, options: rest } = isPending(given) ? await given : given;
  return { input: { key, options: parameters(options, bytes.label), data: bytes.data }, rest };
}

/** EVP_PKEY_encrypt(3). */
export async function encrypt(
  operator: Operator,
  key: Key,
  data: WholeBytes,
  options: EncryptionOptions = {},
): Promise<OwnBytes> {
  const { input, rest } = await gathered(operator, key, data, options);
  return (await operator.run('encrypt', input, rest)).ciphertext;
}

/** EVP_PKEY_decrypt(3). */
export async function decrypt(
  operator: Operator,
  key: Key,
  data: WholeBytes,
  options: EncryptionOptions = {},
): Promise<OwnBytes> {
  const { input, rest } = await gathered(operator, key, data, options);
  return (await operator.run('decrypt', input, rest)).plaintext;
}

/** EVP_PKEY_derive(3). */
export async function deriveBits(
  operator: Operator,
  key: Key,
  peer: Key,
  options: OperationOptions = {},
): Promise<OwnBytes> {
  Key.check(key, operator.core);
  Key.check(peer, operator.core, 'peer');
  checkOptions('The options', options, operationNames);
  return (await operator.run('derive_bits', { key, peer }, options)).secret;
}

/** What `ossl.encapsulate` gives. */
export interface Encapsulation {
  /** For the holder of the private key. */
  readonly ciphertext: OwnBytes;
  /** What both will share. */
  readonly secret: OwnBytes;
}

/** EVP_PKEY_encapsulate(3). */
export async function encapsulate(
  operator: Operator,
  key: Key,
  options: OperationOptions = {},
): Promise<Encapsulation> {
  Key.check(key, operator.core);
  checkOptions('The options', options, operationNames);
  return operator.run('encapsulate', { key }, options);
}

/** EVP_PKEY_decapsulate(3). */
export async function decapsulate(
  operator: Operator,
  key: Key,
  ciphertext: WholeBytes,
  options: OperationOptions = {},
): Promise<OwnBytes> {
  Key.check(key, operator.core);
  checkOptions('The options', options, operationNames);
  const given = gather(operator.owner, { ciphertext }, options);
  const { bytes, options: rest } = isPending(given) ? await given : given;
  return (await operator.run('decapsulate', { key, ...bytes }, rest)).secret;
}
