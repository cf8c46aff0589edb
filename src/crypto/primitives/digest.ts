import { checkBytes, checkInteger, checkName, checkObject } from '../../base/checks.js';
import type { ByteInput } from '../../base/bytes.js';
import type { OperationOptions, Operator } from '../../operator/operator.js';

/** How a digest is made. */
export interface DigestOptions extends OperationOptions {
  /** Bytes of output, up to 2^24: for SHAKE128 and SHAKE256, which need it, and for them only. FIPS 202 */
  readonly length?: number | undefined;
}

/** EVP_DigestInit(3) */
export async function digest(
  operator: Operator,
  algorithm: string,
  data: ByteInput,
  options: DigestOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkName('algorithm', algorithm);
  checkObject('The options', options);
  const { length } = options;
  if (length !== undefined) checkInteger('length', length, 1, 2 ** 24);
  return (await operator.run('digest', { algorithm, data, length: length ?? 0 }, options)).digest;
}

/** EVP_MAC-HMAC(7) */
export async function hmac(
  operator: Operator,
  hash: string,
  key: Uint8Array,
  data: ByteInput,
  options: OperationOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkName('hash', hash);
  checkBytes('key', key);
  return (await operator.run('hmac', { hash, key, data }, options)).mac;
}
