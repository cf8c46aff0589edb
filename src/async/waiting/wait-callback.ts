import type { Registry } from '../../base/registry.js';
import type { Core } from '../../module/core.js';
import type { Pointer } from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';

/** Called by async-aware code when an operation is complete; must be small and must not block. */
export type WaitCallback = (argument: unknown) => unknown;

/** A callback with what it is called with. */
interface SetCallback {
  readonly callback: WaitCallback;
  readonly argument: unknown;
}

/**
 * The callback of one wait context. What JavaScript sets stands in C as `osa_js_callback` with a number as its
 * argument. C code may set another, or switch it off, at any time: what is in force is asked of C.
 */
export class CallbackSlot {
  readonly #core: Core;
  readonly #callbacks: Registry<() => unknown>;
  #own: (SetCallback & { readonly id: number }) | undefined;
  /** Told whenever the callback that JavaScript set has been called. */
  onCall: (() => void) | undefined;

  /** @param callbacks - the functions that C calls by number */
  constructor(core: Core, callbacks: Registry<() => unknown>) {
    this.#core = core;
    this.#callbacks = callbacks;
  }

  /** ASYNC_WAIT_CTX_set_callback(3); null switches it off. */
  set(context: Pointer<'ASYNC_WAIT_CTX'>, callback: WaitCallback | null, argument: unknown): void {
    const { exports, functions } = this.#core;
    this.drop();
    if (!callback) {
      exports.ASYNC_WAIT_CTX_set_callback(context, 0 as never, pointer(0));
      return;
    }
    const id = this.#callbacks.add((): unknown => {
      try {
        return callback(argument);
      } finally {
        this.onCall?.();
      }
    });
    this.#own = { id, callback, argument };
    exports.ASYNC_WAIT_CTX_set_callback(context, functions.osa_js_callback, pointer(id));
  }

  /** C refers to the function no more. */
  drop(): void {
    if (this.#own) this.#callbacks.remove(this.#own.id);
    this.#own = undefined;
  }

  /** What is in force; a callback that C code has set comes as a function that calls it. ASYNC_WAIT_CTX_get_callback(3) */
  get(context: Pointer<'ASYNC_WAIT_CTX'>): SetCallback | undefined {
    const core = this.#core;
    const set = this.#read(context);
    if (!set) return undefined;
    if (this.#own && this.#isOwn(set)) {
      const { argument, callback } = this.#own;
      return { callback, argument };
    }
    const callback = (value: unknown): number =>
      core.exports.osa_call_callback(core.functionPointer(set.func), pointer(Number(value)));
    return { callback, argument: set.argument };
  }

  /** Calls what is in force as async-aware C code does; undefined if nothing is. */
  call(context: Pointer<'ASYNC_WAIT_CTX'>): number | undefined {
    const core = this.#core;
    const set = this.#read(context);
    return (
      set && core.exports.osa_call_callback(core.functionPointer(set.func), pointer(set.argument))
    );
  }

  /** Whether JavaScript has set one here, in force or not. */
  get isSet(): boolean {
    return this.#own !== undefined;
  }

  /** Whether what is in force is what JavaScript set here, so that {@link onCall} is told. */
  isInForce(context: Pointer<'ASYNC_WAIT_CTX'>): boolean {
    const set = this.#read(context);
    return set !== undefined && this.#isOwn(set);
  }

  #isOwn({ argument, func }: { func: number; argument: number }): boolean {
    return func === this.#core.functions.osa_js_callback && argument === this.#own?.id;
  }

  #read(context: Pointer<'ASYNC_WAIT_CTX'>): { func: number; argument: number } | undefined {
    const { exports, memory, scratch } = this.#core;
    if (!exports.ASYNC_WAIT_CTX_get_callback(context, pointer(scratch), pointer(scratch + 4)))
      return undefined;
    return { func: memory.uint(scratch), argument: memory.uint(scratch + 4) };
  }
}
