import { proxy, transfer } from 'comlink';
import type { Abortable, AbortListeners } from '../base/abort-listeners.js';
import { bytesOf, isBytes } from '../base/bytes.js';
import { checkFunction, checkObject, checkSignal, checkTimeout } from '../base/checks.js';
import { abortError, describe, watch } from '../base/errors.js';
import { startTimer } from '../base/timeout.js';
import { type KeyProgress, OpenSSLError } from '../index.js';
import { type PoolOperation, secretMembers } from './pool-operations.js';
import type { Thread } from './thread.js';
import type { ErrorData, Reply } from './wire.js';

/** What {@link Pool.run} takes beside the operation's arguments. */
export interface PoolRunOptions {
  /** Cancels the operation: a waiting one leaves the queue, a running one unwinds inside OpenSSL. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from the call, waiting included, after which it is cancelled; by default no limit. */
  readonly timeout?: number | undefined;
  /** `generateKey`: told at each candidate prime; what it throws ends the generation. */
  readonly onProgress?: ((progress: KeyProgress) => void) | undefined;
}

/** @throws {@link OpenSSLError} `argument` */
export function checkRunOptions(options: PoolRunOptions): void {
  checkObject('The options', options);
  const { onProgress, signal, timeout } = options;
  checkTimeout(timeout);
  checkSignal(signal);
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
}

/** What one call of {@link Pool.run} has to be done: waiting, then running on a thread, then settled once. */
export class Task implements Abortable {
  static #ids = 0;
  readonly id = ++Task.#ids;
  readonly promise: Promise<unknown>;
  readonly #name: PoolOperation;
  readonly #input: Record<string, unknown>;
  readonly #options: PoolRunOptions;
  readonly #aborts: AbortListeners;
  readonly #onCancel: (task: Task) => void;
  #resolve!: (value: unknown) => void;
  #reject!: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #thread: Thread | undefined;
  #isSettled = false;
  /** Why it was cancelled. */
  #reason: OpenSSLError | undefined;

  /** @param onCancel - told when it is cancelled */
  constructor(
    name: PoolOperation,
    input: object,
    { onProgress, signal, timeout }: PoolRunOptions,
    aborts: AbortListeners,
    onCancel: (task: Task) => void,
  ) {
    this.#name = name;
    this.#input = copySecrets(input);
    this.#options = { onProgress, signal }; // the caller's object may change
    this.#aborts = aborts;
    this.#onCancel = onCancel;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (signal) aborts.add(signal, this);
    if (timeout !== undefined)
      this.#timer = startTimer(() => {
        this.cancel(new OpenSSLError('timeout', `The deadline of ${timeout} ms passed`));
      }, timeout);
  }

  onAbort(reason: unknown): void {
    this.cancel(abortError(reason));
  }

  /** Before it runs it ends at once; afterwards when the worker has unwound it. */
  cancel(reason: OpenSSLError): void {
    if (this.#reason || this.#isSettled) return;
    this.#reason = reason;
    if (this.#thread) void this.#thread.api.cancel(this.id);
    else this.settle({ reason });
    this.#onCancel(this);
  }

  /** Has the thread carry it out. It never rejects. */
  async runOn(thread: Thread): Promise<OpenSSLError | undefined> {
    this.#thread = thread;
    const { onProgress } = this.#options;
    const input = this.#input;
    const buffers = secretMembers.flatMap((member) => {
      const value = input[member];
      return value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [];
    });
    const tell = onProgress && proxy(this.#guarded(onProgress));
    try {
      const message = transfer(input, buffers);
      const reply = await thread.api.carryOut(this.id, this.#name, message, tell);
      if (reply.error) {
        const error = revive(reply.error);
        this.settle({ reason: this.#reason ?? error });
        return error.code === 'dead' ? error : undefined;
      }
      if (this.#reason) this.settle({ reason: this.#reason });
      else this.settle({ value: reply.value });
    } catch (cause) {
      // what cannot be cloned: a function, a stream
      this.settle({
        reason: new OpenSSLError('argument', 'The arguments cannot cross to a worker', { cause }),
      });
    }
    return undefined;
  }

  #guarded(onProgress: (progress: KeyProgress) => void): (progress: KeyProgress) => void {
    return (progress) => {
      if (this.#reason || this.#isSettled) return;
      const fail = (cause: unknown): void => {
        this.cancel(new OpenSSLError('job', `onProgress failed: ${describe(cause)}`, { cause }));
      };
      try {
        const tell: (progress: KeyProgress) => unknown = onProgress;
        watch(tell(progress), fail);
      } catch (cause) {
        fail(cause);
      }
    };
  }

  /** Once; later calls do nothing. */
  settle(end: { readonly value: unknown } | { readonly reason: OpenSSLError }): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (this.#options.signal) this.#aborts.remove(this.#options.signal, this);
    for (const member of secretMembers) {
      const value = this.#input[member];
      // one that was moved to the worker has no bytes any more, and can't be filled
      if (value instanceof Uint8Array && value.length > 0) value.fill(0);
    }
    if ('reason' in end) this.#reject(end.reason);
    else this.#resolve(end.value);
  }
}

/** Secrets are copied when the call is made: the caller may wipe the original, and the copy moves to the worker. */
function copySecrets(input: object): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...input };
  for (const member of secretMembers) {
    const value = copy[member];
    if (isBytes(value)) copy[member] = bytesOf(member, value).slice();
  }
  return copy;
}

/** An error of the worker, with its cause in words. */
function revive({ cause, code, errors, message }: ErrorData): OpenSSLError {
  return new OpenSSLError(
    code,
    message,
    cause === undefined ? { errors } : { errors, cause: new Error(cause) },
  );
}

/** @throws {@link OpenSSLError} what the worker reported */
export function valueOf(reply: Reply): unknown {
  if (reply.error) throw revive(reply.error);
  return reply.value;
}
