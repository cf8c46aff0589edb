import { checkInteger } from '../../base/checks.js';
import type { OwnBytes } from '../../base/bytes.js';
import type { ByteInput } from '../../base/byte-source.js';
import { checkOptions, type Names } from '../../base/options.js';
import { gather, isPending, type WholeBytes } from '../../operator/gather.js';
import { operationNames, type OperationOptions, type Operator } from '../../operator/operator.js';
import { hashName } from '../encoding/names.js';

/** How a digest is made. */
export interface DigestOptions extends OperationOptions {
  /** Bytes of output, up to 2^24: for SHAKE128 and SHAKE256, which need it, and for them only. FIPS 202 */
  readonly length?: number | undefined;
}

const digestNames: Names<DigestOptions> = { ...operationNames, length: true };

/** EVP_DigestInit(3) */
export async function digest(
  operator: Operator,
  algorithm: string,
  data: ByteInput,
  options: DigestOptions = {},
): Promise<OwnBytes> {
  const name = hashName('algorithm', algorithm);
  checkOptions('The options', options, digestNames);
  const { length } = options;
  if (length !== undefined) checkInteger('length', length, 1, 2 ** 24);
  return (await operator.run('digest', { algorithm: name, data, length: length ?? 0 }, options))
    .digest;
}

/** EVP_MAC-HMAC(7) */
export async function hmac(
  operator: Operator,
  hash: string,
  key: WholeBytes,
  data: ByteInput,
  options: OperationOptions = {},
): Promise<OwnBytes> {
  const name = hashName('hash', hash);
  checkOptions('The options', options, operationNames);
  const given = gather(operator.owner, { key }, options);
  const ready = isPending(given) ? await given : given;
  try {
    const input = { hash: name, key: ready.bytes.key, data };
    return (await operator.run('hmac', input, ready.options)).mac;
  } finally {
    ready.wipe();
  }
}
