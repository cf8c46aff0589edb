import { constants } from '../module/generated/boundary.js';
import { AbortListeners } from '../base/abort-listeners.js';
import { dispose } from '../base/dispose.js';
import { OpenSSLError } from '../base/errors.js';
import { type HandleTable, staleHandle } from './handle-table.js';
import { checkList, checkObject, checkSignal, checkTimeout } from '../base/checks.js';
import { startTimer } from '../base/timeout.js';

const { POLLERR, POLLHUP, POLLIN, POLLNVAL } = constants;
const READABLE = POLLIN | POLLHUP | POLLERR;

/**
 * An `OSSL_ASYNC_FD` of this module: a positive int that C code and wait contexts pass around, with the
 * level-triggered behaviour of eventfd(2). It stays ready from `signal()` until `clear()`.
 *
 * Closing a handle ends whatever waits for it with an error; it does not hang.
 */
export class VirtualHandle implements Disposable {
  readonly #table: HandleTable;
  /** The number that C sees: slot and generation. */
  readonly fd: number;

  /** Made by `ossl.newHandle()` and `ossl.handle(fd)`. @internal */
  constructor(table: HandleTable, fd: number) {
    this.#table = table;
    this.fd = fd;
  }

  /**
   * Makes the handle ready: jobs that wait for it are resumed, `readable` resolves.
   * @throws {@link OpenSSLError} `stale` if it is closed, `argument` if it is the end of a pipe or a timer
   */
  signal(): void {
    this.#table.signal(this.fd);
  }

  /**
   * Makes the handle not ready.
   * @throws {@link OpenSSLError} `stale` if it is closed, `argument` if it is the end of a pipe or a timer
   */
  clear(): void {
    this.#table.clear(this.fd);
  }

  /** Closes the handle; its number is never valid again. Closing twice is harmless. */
  close(): void {
    this.#table.close(this.fd);
  }

  /** The same as {@link close}, for `using`. */
  [dispose](): void {
    this.close();
  }

  /** The number of a handle. Anything else is refused; so is another instance's, whose number names something else here. @internal */
  static check(handle: unknown, table: HandleTable): number {
    if (!(handle instanceof VirtualHandle))
      throw new OpenSSLError('argument', 'A handle must come from ossl.newHandle() or handle(fd)');
    if (handle.#table !== table)
      throw new OpenSSLError('argument', `Handle ${handle.fd} is of another instance`);
    return handle.fd;
  }

  /** Whether the handle is closed. */
  get closed(): boolean {
    return !this.#table.isOpen(this.fd);
  }

  /** Whether the handle is ready now: signalled, with bytes to read, or with its other end closed. */
  get isReadable(): boolean {
    const events = this.#table.events(this.fd);
    return (events & READABLE) !== 0 && (events & POLLNVAL) === 0;
  }

  /**
   * Resolves as soon as the handle is ready, at once if it is so now.
   * Rejects with {@link OpenSSLError} `stale` if it is closed, now or while waiting.
   */
  get readable(): Promise<void> {
    const ready = poll(this.#table, [this]).then(() => undefined);
    ready.catch(() => undefined); // a look at a property need not have a listener
    return ready;
  }
}

/** How long, and until when, `ossl.poll` waits. */
export interface PollOptions {
  /** Milliseconds; then the answer is an empty list. 0 only looks. Without it, for ever. */
  readonly timeout?: number | undefined;
  /** Ends the wait with {@link OpenSSLError} `aborted`, the signal's reason as its cause. */
  readonly signal?: AbortSignal | undefined;
}

/** Waits until one of some handles is ready, and gives all that are: poll(2). */
export function poll(
  table: HandleTable,
  given: readonly VirtualHandle[],
  options: PollOptions = {},
  aborts = new AbortListeners(),
): Promise<VirtualHandle[]> {
  return new Promise((resolve, reject) => {
    checkList('handles', given);
    const handles = [...given]; // the caller's list may change
    checkObject('The options', options);
    const { signal, timeout } = options;
    checkSignal(signal);
    checkTimeout(timeout);
    for (const handle of handles) VirtualHandle.check(handle, table);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = { onHandle: look, onAbort: aborted };
    const finish = (settle: () => void) => {
      for (const { fd } of handles) table.unwatch(fd, watcher);
      table.endWatchers.delete(watcher);
      if (timer !== undefined) clearTimeout(timer);
      if (signal) aborts.remove(signal, watcher);
      settle();
    };
    function aborted(): void {
      finish(() => {
        reject(
          new OpenSSLError('aborted', 'Waiting for handles was aborted', { cause: signal?.reason }),
        );
      });
    }
    function look(): boolean {
      const closed = handles.find((handle) => handle.closed);
      const error = table.ended ?? (closed && staleHandle(closed.fd));
      if (error) {
        finish(() => {
          reject(error);
        });
        return true;
      }
      const ready = handles.filter((handle) => handle.isReadable);
      if (ready.length > 0 || timeout === 0)
        finish(() => {
          resolve(ready);
        });
      return ready.length > 0 || timeout === 0;
    }
    if (signal?.aborted) {
      aborted();
      return;
    }
    if (look()) return;
    if (timeout !== undefined)
      timer = startTimer(() => {
        finish(() => {
          resolve([]);
        });
      }, timeout);
    for (const { fd } of handles) table.watch(fd, watcher);
    table.endWatchers.add(watcher);
    if (signal) aborts.add(signal, watcher);
  });
}
