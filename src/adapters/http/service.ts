import { MAX_TIMEOUT } from '../../base/timeout.js';
import type { HttpSignerOptions } from './options.js';
import { type Answer, fromBase64, readBody, readResult, SigningServiceError } from './answer.js';

/** Answers after which the same request may succeed later. RFC 6585, RFC 9110 */
const RETRIED = [429, 503];

/** What is to be known of a service to ask it. */
type ServiceOptions = Pick<
  HttpSignerOptions,
  'deadline' | 'fetch' | 'headers' | 'insecure' | 'retries' | 'url'
>;

/** A service, and how it is asked: one operation is one request, sent again where that may help. */
export class Service {
  readonly #url: URL;
  readonly #options: ServiceOptions;
  readonly #retries: number;
  readonly #deadline: number;

  constructor(options: ServiceOptions) {
    const { retries = 4, deadline = 30_000 } = options;
    this.#url = checkUrl(options.url, options.insecure ?? false);
    if (!Number.isSafeInteger(retries) || retries < 0)
      throw new RangeError('The retries must be a whole number from 0');
    if (!(deadline > 0 && deadline <= MAX_TIMEOUT))
      throw new RangeError(`The deadline must be more than 0 and at most ${MAX_TIMEOUT} ms`);
    this.#options = options;
    this.#retries = retries;
    this.#deadline = deadline;
  }

  /** A signature or a shared secret, which is never empty. */
  async bytes(signal: AbortSignal, request: object): Promise<Uint8Array> {
    const result = await this.plaintext(signal, request);
    if (!result?.length)
      throw new SigningServiceError("The signing service's result is empty", 200);
    return result;
  }

  async plaintext(signal: AbortSignal, request: object): Promise<Uint8Array | null> {
    const result = readResult(await this.#ask(signal, request));
    return result === null ? null : fromBase64(result);
  }

  async #ask(signal: AbortSignal, request: object): Promise<Answer> {
    signal.throwIfAborted();
    const ending = new AbortController();
    const sent: { last?: Answer } = {};
    const onAbort = (): void => {
      ending.abort(signal.reason);
    };
    const timer = setTimeout(() => {
      const status = sent.last?.status;
      const last = status === undefined ? '' : `; its last status was ${status}`;
      ending.abort(
        new SigningServiceError(
          `The signing service did nothing within the deadline of ${this.#deadline} ms${last}`,
          status,
        ),
      );
    }, this.#deadline);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      // ends at once even if `headers` or a `fetch` of the user's takes no notice of the signal
      return await Promise.race([
        rejection(ending.signal),
        this.#send(ending.signal, request, sent),
      ]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #send(signal: AbortSignal, request: object, sent: { last?: Answer }): Promise<Answer> {
    const headers = await this.#headers();
    signal.throwIfAborted();
    const { fetch: ask = globalThis.fetch } = this.#options;
    // not imported with this file: it tries out what the runtime can as soon as it is, and an import does nothing here
    const { default: ky } = await import('ky');
    signal.throwIfAborted();
    try {
      await ky.post(this.#url, {
        json: request,
        headers,
        signal,
        redirect: 'manual', // not `error`: workerd has none, and elsewhere it looks like a failed connection
        timeout: false,
        retry: {
          limit: this.#retries,
          methods: ['post'],
          statusCodes: RETRIED,
          afterStatusCodes: RETRIED,
          jitter: true,
        },
        // reads the answer too, so that a connection that fails in the middle of it is tried again
        fetch: async (input, init) => {
          delete sent.last;
          const response = await ask(input, init);
          const body = await readBody(response);
          const type = response.headers.get('content-type') ?? '';
          sent.last = { status: response.status, type, body };
          return response;
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      // ky's own errors hold the request: they go no further
      if (!sent.last)
        throw new SigningServiceError('The signing service could not be reached', undefined, {
          cause: error,
        });
    }
    return sent.last as Answer;
  }

  async #headers(): Promise<Headers> {
    const { headers: given = {} } = this.#options;
    const entries = typeof given === 'function' ? await given() : given;
    let headers;
    try {
      headers = new Headers(entries);
    } catch {
      // what was thrown may quote a secret
      throw new TypeError("The signing service's headers are not valid");
    }
    headers.set('accept', 'application/json');
    headers.set('content-type', 'application/json');
    return headers;
  }
}

function checkUrl(given: string | URL, insecure: boolean): URL {
  let url;
  try {
    url = new URL(given);
  } catch {
    throw new TypeError("The signing service's url is not a complete URL");
  }
  if (url.username || url.password)
    throw new TypeError(
      "The signing service's url must not hold a user name or password; use headers",
    );
  const { protocol, hostname } = url;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && (isLoopback || insecure)))
    throw new TypeError(
      "The signing service's url must be https:, or http: to this machine (or any with insecure: true)",
    );
  return url;
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
