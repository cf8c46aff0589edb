import { bytesOf } from '../../base/bytes.js';
import { openSource, type ResponseLike } from '../../base/byte-source.js';
import { decodeText } from '../../base/text.js';

/** At most so many bytes are read of an answer. */
const MAX_ANSWER = 65536;
/** At most so many characters of a service's text get into a message. */
const MAX_TEXT = 200;

/** A signing service failed, could not be reached, or gave an answer that makes no sense. */
export class SigningServiceError extends Error {
  /** Always `SigningServiceError`. */
  override readonly name = 'SigningServiceError';
  /** The status of the last answer; undefined if there was none. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** What a service answered. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  /** Undefined if it is too long. */
  readonly body: string | undefined;
}

/** The body as text; undefined if it is too long, and the rest is not read. */
export async function readBody(response: ResponseLike): Promise<string | undefined> {
  const [next, cancel] = openSource('The answer', response);
  const read: number[] = [];
  for (;;) {
    const { done, value } = await next();
    if (done) break;
    const chunk = bytesOf('What the answer gives', value);
    if (read.length + chunk.length > MAX_ANSWER) {
      // the answer is of no use any more, whether it can be stopped or not
      void Promise.resolve()
        .then(cancel)
        .catch(() => undefined);
      return undefined;
    }
    for (const byte of chunk) read.push(byte);
  }
  return decodeText(Uint8Array.from(read));
}

/** The result as base64. */
export function readResult({ status, type, body }: Answer): string | null {
  if (status !== 200) throw failure(status, body);
  if (body === undefined)
    throw new SigningServiceError(`The signing service's answer is over ${MAX_ANSWER} bytes`, 200);
  if (!/^application\/(?:[^;\s]+\+)?json\s*(?:;|$)/i.test(type))
    throw new SigningServiceError("The signing service's answer is not application/json", 200);
  const json = parse(body);
  if (json === undefined)
    throw new SigningServiceError("The signing service's answer is not JSON", 200);
  const result = member(json, 'result');
  if (typeof result !== 'string' && result !== null)
    throw new SigningServiceError("The signing service's answer has no result", 200);
  return result;
}

/** What an answer that is no 200 means. A status of 0 is a browser's way of hiding a redirect. */
function failure(status: number, body: string | undefined): SigningServiceError {
  if (status === 0 || (status >= 300 && status < 400))
    return new SigningServiceError(
      'The signing service redirects elsewhere, which is not followed',
      status,
    );
  const text = body === undefined ? undefined : member(parse(body), 'error');
  const reason =
    typeof text === 'string' && text
      ? `: ${text.slice(0, MAX_TEXT).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}`
      : '';
  return new SigningServiceError(
    `The signing service answered with status ${status}${reason}`,
    status,
  );
}

/** Undefined if it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(json: unknown, name: 'result' | 'error'): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name)
    ? (json as Record<typeof name, unknown>)[name]
    : undefined;
}

/** RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // as many arguments at once as every engine takes
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/** RFC 4648 section 4; `atob` alone also takes white space, missing padding and stray bits at the end. */
export function fromBase64(text: string): Uint8Array {
  let binary;
  try {
    binary = atob(text);
  } catch {
    binary = undefined;
  }
  if (binary === undefined || btoa(binary) !== text)
    throw new SigningServiceError("The signing service's result is not base64", 200);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
