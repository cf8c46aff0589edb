import { refuse } from '../base/checks.js';
import { cString } from '../module/memory.js';

/** Texts with a zero behind each, as C reads lists of them. @throws {@link OpenSSLError} `argument` */
export function textList(texts: readonly string[]): Uint8Array | undefined {
  if (texts.length === 0) return undefined;
  if (!texts.every((text) => typeof text === 'string' && !text.includes('\0')))
    refuse('Names and values are texts without zeros');
  return cString(texts.join('\0'));
}
