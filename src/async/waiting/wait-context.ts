import type { Pointer } from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';
import { dispose } from '../../base/dispose.js';
import { describe, OpenSSLError } from '../../base/errors.js';
import type { Core } from '../../module/core.js';
import { checkFunction, isInt } from '../../base/checks.js';
import { Registry } from '../../base/registry.js';
import type { HandleTable } from '../../handles/handle-table.js';
import { VirtualHandle } from '../../handles/virtual-handle.js';
import type { PointerTable } from './pointers.js';
import type { WaitStatus } from './wait-status.js';
import { CallbackSlot, type WaitCallback } from './wait-callback.js';

/** Called when a handle's entry goes away with its wait context; the arguments are C's four. */
export type FdCleanup = (
  context: WaitContext,
  key: unknown,
  handle: VirtualHandle,
  customData: unknown,
) => void;

/** What {@link WaitContext.getFd} found. */
export interface WaitFd {
  /** The handle that is waited for. */
  readonly handle: VirtualHandle;
  /** What {@link WaitContext.setWaitFd} was given with it. */
  readonly customData: unknown;
}

interface Entry {
  readonly key: unknown;
  readonly customData: unknown;
  readonly cleanup: ((...given: Parameters<FdCleanup>) => unknown) | null;
}

/** What wait contexts stand on, and where they are found; the table of jobs is it. */
export interface WaitContextOwner {
  readonly core: Core;
  readonly handles: HandleTable;
  /** The functions that C calls by number. */
  readonly callbacks: Registry<() => unknown>;
  /** Wait contexts that this layer made, by address. */
  readonly waitContexts: Map<number, WaitContext>;
  readonly contextPointers: PointerTable<'ASYNC_WAIT_CTX'>;
}

/** Names for JavaScript values where C wants a `void *`; no address in the module is this high. */
const FIRST_NAME = 0xe000_0000;

/**
 * What a paused job waits for: handles, a callback and a status. ASYNC_WAIT_CTX_new(3).
 *
 * Every method throws {@link OpenSSLError} `disposed` after {@link free}, and `dead` if the instance is.
 */
export class WaitContext implements Disposable {
  readonly #owner: WaitContextOwner;
  readonly #core: Core;
  #address: Pointer<'ASYNC_WAIT_CTX'>;
  /** By C's names for them. */
  readonly #entries = new Registry<Entry>(FIRST_NAME);
  /** The keys, each with C's name for it, which is that of its oldest entry, and how many entries it has. */
  readonly #keys = new Map<unknown, { readonly name: number; entries: number }>();
  readonly #callback: CallbackSlot;
  /** The number of live jobs that were started with this context. @internal */
  users = 0;
  #isReleased = false;

  /** ASYNC_WAIT_CTX_new(3); made by `ossl.newWaitContext()`. @throws {@link OpenSSLError} `memory` @internal */
  constructor(owner: WaitContextOwner) {
    const { core } = owner;
    this.#owner = owner;
    this.#core = core;
    this.#callback = new CallbackSlot(core, owner.callbacks);
    this.#address = pointer(core.exports.ASYNC_WAIT_CTX_new());
    if (this.#address === 0)
      throw new OpenSSLError('memory', 'The module has no memory left for a wait context');
    owner.waitContexts.set(this.#address, this);
    owner.contextPointers.made(this.#address);
  }

  /** Refuses anything but a wait context, and one of another instance, whose address means something else here. @internal */
  static check(context: unknown, core: Core): void {
    if (!(context instanceof WaitContext))
      throw new OpenSSLError('argument', 'waitContext must come from ossl.newWaitContext()');
    if (context.#core !== core)
      throw new OpenSSLError('argument', 'The wait context is of another instance');
    if (context.#address === 0) context.#refuse();
  }

  /** The pointer to the `ASYNC_WAIT_CTX`, as the C-shaped layer gives and takes it. */
  get pointer(): Pointer<'ASYNC_WAIT_CTX'> {
    return this.#owner.contextPointers.wrap(this.address);
  }

  /** The bare address, for C. @internal */
  get address(): Pointer<'ASYNC_WAIT_CTX'> {
    if (this.#core.dead) throw this.#core.dead;
    if (this.#address === 0) this.#refuse();
    return this.#address;
  }

  #refuse(): never {
    throw new OpenSSLError('disposed', 'The wait context has been freed; make a new one');
  }

  /**
   * Adds a handle to wait for under a key. A later one under the same key hides it until that is
   * cleared. ASYNC_WAIT_CTX_set_wait_fd(3).
   *
   * @param key - any value; it is compared as `Map` keys are
   * @param handle - a handle of this instance, or a number that C code gave
   * @param customData - any value, given back by {@link getFd} and to `cleanup`
   * @param cleanup - called by {@link free} if the entry is still there; never by {@link clearFd}
   * @throws {@link OpenSSLError} `stale` if the handle is closed, `argument` if it is not a handle or is
   *   of another instance, `memory`
   */
  setWaitFd(
    key: unknown,
    handle: VirtualHandle | number,
    customData?: unknown,
    cleanup: FdCleanup | null = null,
  ): void {
    const { core, address: context } = this.#alive();
    const fd =
      typeof handle === 'number' ? handle : VirtualHandle.check(handle, this.#owner.handles);
    if (!isInt(fd)) throw new OpenSSLError('argument', `${describe(fd)} is no file descriptor`);
    if (cleanup) checkFunction('cleanup', cleanup);
    if (typeof handle !== 'number' && handle.closed)
      throw new OpenSSLError('stale', `Handle ${fd} is closed and can't be waited for`);
    const name = this.#entries.add({ key, customData, cleanup });
    const known = this.#keys.get(key) ?? { name, entries: 0 };
    const done = core.exports.ASYNC_WAIT_CTX_set_wait_fd(
      context,
      pointer(known.name),
      fd,
      pointer(name),
      cleanup ? core.functions.osa_js_cleanup : pointerToNothing,
    );
    if (!done) {
      this.#entries.remove(name);
      throw new OpenSSLError('memory', 'The module has no memory left for a wait handle');
    }
    known.entries++;
    this.#keys.set(key, known);
  }

  /** The newest handle under a key, or undefined. ASYNC_WAIT_CTX_get_fd(3). */
  getFd(key: unknown): WaitFd | undefined {
    const found = this.#find(key);
    return found && { handle: found.handle, customData: this.#entries.get(found.name)?.customData };
  }

  #find(key: unknown): { handle: VirtualHandle; name: number } | undefined {
    const { core, address: context } = this.#alive();
    const name = this.#keys.get(key)?.name;
    if (name === undefined) return undefined;
    const cells = core.scratch;
    if (
      !core.exports.ASYNC_WAIT_CTX_get_fd(
        context,
        pointer(name),
        pointer(cells),
        pointer(cells + 4),
      )
    )
      return undefined;
    const { memory } = core;
    return {
      handle: new VirtualHandle(this.#owner.handles, memory.int(cells)),
      name: memory.uint(cells + 4),
    };
  }

  /** All handles that are waited for, newest first. ASYNC_WAIT_CTX_get_all_fds(3). */
  getAllFds(): number[] {
    const { core, address: context } = this.#alive();
    const cells = core.scratch;
    const none = pointer<'OSSL_ASYNC_FD'>(0);
    core.exports.ASYNC_WAIT_CTX_get_all_fds(context, none, pointer(cells));
    const count = core.memory.uint(cells);
    return core.withWords(count, (list) => {
      core.exports.ASYNC_WAIT_CTX_get_all_fds(context, pointer(list), pointer(cells));
      return core.ints(list, count);
    });
  }

  /**
   * Handles that were added and deleted since the job was last resumed; what was both added and deleted
   * in between is in neither list. ASYNC_WAIT_CTX_get_changed_fds(3).
   */
  getChangedFds(): {
    /** Handles that were added. */
    added: number[];
    /** Handles that were cleared. */
    deleted: number[];
  } {
    const { core, address: context } = this.#alive();
    const cells = core.scratch;
    const none = pointer<'OSSL_ASYNC_FD'>(0);
    const counts = [pointer<'size_t'>(cells), pointer<'size_t'>(cells + 4)] as const;
    core.exports.ASYNC_WAIT_CTX_get_changed_fds(context, none, counts[0], none, counts[1]);
    const added = core.memory.uint(cells);
    const deleted = core.memory.uint(cells + 4);
    return core.withWords(added + deleted, (list) => {
      core.exports.ASYNC_WAIT_CTX_get_changed_fds(
        context,
        pointer(list),
        counts[0],
        pointer(list + 4 * added),
        counts[1],
      );
      return { added: core.ints(list, added), deleted: core.ints(list + 4 * added, deleted) };
    });
  }

  /**
   * Stops waiting for the newest handle under a key; an older one under it shows again. The handle is not
   * closed and `cleanup` is not called: that is up to the caller. ASYNC_WAIT_CTX_clear_fd(3).
   *
   * @returns false if there was none
   */
  clearFd(key: unknown): boolean {
    const found = this.#find(key);
    if (!found) return false;
    const known = this.#keys.get(key);
    this.#core.exports.ASYNC_WAIT_CTX_clear_fd(this.address, pointer(known?.name ?? 0));
    this.#entries.remove(found.name);
    if (known && --known.entries === 0) this.#keys.delete(key);
    return true;
  }

  /**
   * Sets, or with null switches off, what async-aware C code calls when an operation is complete.
   * What the callback throws goes to the instance's `onError`. ASYNC_WAIT_CTX_set_callback(3).
   *
   * @param argument - any value, given to the callback
   */
  setCallback(callback: WaitCallback | null, argument?: unknown): void {
    const { address } = this;
    if (callback) checkFunction('callback', callback);
    this.#callback.set(address, callback, argument);
  }

  /** The runner's: told whenever the callback has been called. @internal */
  set onCallback(told: (() => void) | undefined) {
    this.#callback.onCall = told;
  }

  /**
   * The callback and its argument, or undefined if none is set. One that C code has set comes as a
   * function that calls it. ASYNC_WAIT_CTX_get_callback(3).
   */
  getCallback():
    | {
        /** The function. */
        callback: WaitCallback;
        /** What it is called with. */
        argument: unknown;
      }
    | undefined {
    return this.#callback.get(this.address);
  }

  /**
   * Calls the callback as async-aware C code does when an operation is complete, so that `ossl.run`
   * hears of it too.
   *
   * @returns what C gets: the callback's int, 0 if it threw; undefined if none is set
   */
  callCallback(): number | undefined {
    return this.#callback.call(this.address);
  }

  /** Whether the callback in force is one that JavaScript set here, so that the runner hears of it. */
  get hasCallback(): boolean {
    return this.#callback.isSet && this.#callback.isInForce(this.address);
  }

  /** Tells the host how the operation stands; any int. ASYNC_WAIT_CTX_set_status(3). */
  setStatus(status: WaitStatus): void {
    if (!isInt(status)) throw new OpenSSLError('argument', 'The status is an int');
    this.#core.exports.ASYNC_WAIT_CTX_set_status(this.address, status);
  }

  /** `ASYNC_STATUS_UNSUPPORTED` until it is set; it carries over from job to job. ASYNC_WAIT_CTX_get_status(3). */
  getStatus(): WaitStatus {
    return this.#core.exports.ASYNC_WAIT_CTX_get_status(this.address);
  }

  /**
   * Frees the context, calling the `cleanup` of each entry not cleared, newest first. Freeing twice is
   * harmless. ASYNC_WAIT_CTX_free(3).
   *
   * @throws {@link OpenSSLError} `in-use` while a job that was started with it is live
   */
  free(): void {
    if (this.#address === 0 || this.#core.dead) return;
    if (this.users > 0)
      throw new OpenSSLError(
        'in-use',
        'A live job uses this wait context; let it finish or cancel it',
      );
    const address = this.#address;
    this.#address = pointer(0); // dead before disposing: a cleanup function can't touch what is going
    this.#owner.contextPointers.forget(address);
    this.#core.exports.ASYNC_WAIT_CTX_free(address);
    this.#owner.waitContexts.delete(address);
    this.#callback.drop();
  }

  /** A job that was started with it is over. @internal */
  dropUser(): void {
    this.users--;
    if (this.#isReleased) this.release();
  }

  /** Frees the context of a run, as soon as no other job that was given it is live. @internal */
  release(): void {
    this.#isReleased = true;
    if (this.users === 0) this.free();
  }

  /** The same as {@link free}, for `using`. */
  [dispose](): void {
    this.free();
  }

  /** Calls a cleanup that {@link setWaitFd} was given; C has asked for it. @internal */
  runCleanup(fd: number, name: number): boolean {
    const entry = this.#entries.get(name);
    if (!entry) return false;
    this.#entries.remove(name);
    const handle = new VirtualHandle(this.#owner.handles, fd);
    this.#core.watch(entry.cleanup?.(this, entry.key, handle, entry.customData));
    return true;
  }

  #alive(): { core: Core; address: Pointer<'ASYNC_WAIT_CTX'> } {
    return { core: this.#core, address: this.address };
  }
}

const pointerToNothing = 0 as never;
