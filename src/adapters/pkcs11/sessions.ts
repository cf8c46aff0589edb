import type { Handle } from './library.js';
import { TokenError } from './errors.js';

/** An operation that waits for a session. */
interface Waiter {
  readonly start: () => void;
  readonly fail: (reason: unknown) => void;
}

/** Sessions of one token, each of which does one operation at a time; an operation that finds all of them busy waits. */
export class Sessions {
  readonly #open: () => Handle;
  readonly #close: (session: Handle) => void;
  readonly #idle: Handle[];
  /** How many more operations can begin now. */
  #places: number;
  readonly #waiting = new Set<Waiter>();
  /** What ends the operations that are under way, as far as their callers are concerned. */
  readonly #underWay = new Set<(reason: unknown) => void>();
  #closed: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  /** Opens all of them, so that a token that can't have so many says so at once. */
  constructor(size: number, open: () => Handle, close: (session: Handle) => void) {
    this.#open = open;
    this.#close = close;
    this.#places = size;
    this.#idle = [];
    try {
      while (this.#idle.length < size) this.#idle.push(open());
    } catch (error) {
      for (const session of this.#idle) close(session);
      throw error;
    }
  }

  /**
   * Does an operation in a session of its own, when its turn comes; `signal` takes it out of the queue. A token
   * can't be stopped: once begun, the operation keeps its session until the token has answered.
   */
  async use<T>(signal: AbortSignal, operation: (session: Handle) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    this.checkOpen();
    if (this.#places > 0) this.#places--;
    else await this.#turn(signal);
    this.checkOpen(); // it may have been closed since the turn came
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject);
      void this.#do(operation)
        .then(resolve, reject)
        .finally(() => {
          this.#underWay.delete(reject);
          this.#next();
        });
    });
  }

  async #do<T>(operation: (session: Handle) => Promise<T>): Promise<T> {
    const session = this.#idle.pop() ?? this.#open();
    try {
      const result = await operation(session);
      this.#idle.push(session);
      return result;
    } catch (error) {
      this.#close(session); // it may be lost, or still be in the middle of the operation
      throw error;
    }
  }

  /** Waits for the place of one that has ended. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiter.fail(signal.reason);
      };
      const leave = (): void => {
        this.#waiting.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        start: () => {
          leave();
          resolve();
        },
        fail: (reason) => {
          leave();
          reject(reason);
        },
      };
      this.#waiting.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #next(): void {
    const [waiter] = this.#waiting;
    if (waiter) waiter.start();
    else {
      this.#places++;
      if (this.#underWay.size === 0) this.#onIdle?.();
    }
  }

  /** @throws {@link TokenError} `closed` */
  checkOpen(): void {
    if (this.#closed) throw new TokenError('closed', 'The token has been closed');
  }

  /** Ends everything for its callers at once; resolves when the token has answered what it had begun. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    const closed = new TokenError('closed', 'The token was closed before it had answered');
    for (const { fail } of [...this.#waiting]) fail(closed);
    for (const fail of this.#underWay) fail(closed);
    if (this.#underWay.size > 0)
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    for (const session of this.#idle.splice(0)) this.#close(session);
  }
}
