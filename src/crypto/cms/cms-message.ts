import { decodeText, encodeText } from '../../base/text.js';
import { OpenSSLError } from '../../base/errors.js';
import { constants } from '../../module/generated/boundary.js';
import { isBytes, type OwnBytes, type WritableStreamLike } from '../../base/bytes.js';
import type { ByteInput } from '../../base/byte-source.js';
import { checkByteSource } from '../../base/byte-source.js';
import type { Names } from '../../base/options.js';
import { toDer, toPem } from '../encoding/pem.js';

const forms = {
  der: constants.OSA_CMS_DER,
  pem: constants.OSA_CMS_PEM,
  smime: constants.OSA_CMS_SMIME,
} as const;

/** How a message is written: RFC 5652 as DER, RFC 7468 as PEM, or RFC 8551, a text for mail. */
export type CmsFormat = keyof typeof forms;

/** How a message is written, and where to. */
export interface CmsOutput {
  /** `der` by default. */
  readonly format?: CmsFormat | undefined;
  /**
   * Whether the content is taken as it is. By default it is for DER and PEM, while for S/MIME each line of it ends in
   * CR LF, as mail demands; a reader's line ends then differ from the writer's.
   */
  readonly binary?: boolean | undefined;
  /** Where the message goes, with DER's indefinite lengths, at flat memory; by default it is returned. */
  readonly to?: WritableStreamLike | undefined;
}

/** All that {@link CmsOutput} has. */
export const outputNames: Names<CmsOutput> = { format: true, binary: true, to: true };

/** The form and the flags that C gets. @throws {@link OpenSSLError} `argument` */
export function outputForm(
  { binary, format = 'der', to }: CmsOutput,
  isDetached: boolean,
): { form: number; flags: number } {
  if (!Object.hasOwn(forms, format))
    throw new OpenSSLError('argument', 'The format of a message is "der", "pem" or "smime"');
  const isMail = format === 'smime';
  const isStreamed = isMail || (to !== undefined && !isDetached);
  return {
    form: forms[format],
    flags:
      ((binary ?? !isMail) ? constants.CMS_BINARY : 0) | (isStreamed ? constants.CMS_STREAM : 0),
  };
}

/** A message, signed or encrypted. */
export class CmsMessage {
  readonly #bytes: OwnBytes;
  /** How it is written. */
  readonly format: CmsFormat;

  /** Made by `ossl.cms`. @internal */
  constructor(bytes: OwnBytes, format: CmsFormat) {
    this.#bytes = bytes;
    this.format = format;
  }

  /** The message in its format. */
  toBytes(): OwnBytes {
    return this.#bytes.slice();
  }

  /** The message in DER. @throws {@link OpenSSLError} `argument` for S/MIME, whose content may stand beside the signature */
  toDer(): OwnBytes {
    this.#checkNotMail();
    return this.format === 'der' ? this.toBytes() : toDer('CMS', this.toString()).slice();
  }

  /** The message in PEM. @throws {@link OpenSSLError} `argument` for S/MIME, whose content may stand beside the signature */
  toPem(): string {
    this.#checkNotMail();
    return this.format === 'der' ? toPem('CMS', this.#bytes) : this.toString();
  }

  /** The text of a message in S/MIME or PEM; PEM for one in DER. */
  toString(): string {
    return this.format === 'der' ? this.toPem() : decodeText(this.#bytes);
  }

  #checkNotMail(): void {
    if (this.format === 'smime')
      throw new OpenSSLError('argument', 'A message in S/MIME is a text; see toString()');
  }
}

/** What a message is given as: in DER, PEM or S/MIME, as bytes, a stream or a text. */
export type CmsInput = CmsMessage | string | ByteInput;

export function messageBytes(message: CmsInput): ByteInput {
  if (message instanceof CmsMessage) return message.toBytes();
  if (typeof message === 'string') return encodeText(message);
  if (!isBytes(message)) checkByteSource('message', message);
  return message;
}
