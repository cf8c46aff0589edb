// Types of the platform's, for declarations that need no library of them: the platform's own where the reader's project
// knows it (lib DOM, @types/node), otherwise as much of it as is used here.

/** The instances of a global class, where the project has its type. */
type Global<Name extends string, Otherwise> =
  typeof globalThis extends Record<Name, { prototype: infer T }> ? T : Otherwise;

/** What of an `AbortSignal` is used. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason?: unknown;
  /** As `EventTarget` has it. */
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  /** As `EventTarget` has it. */
  removeEventListener(type: 'abort', listener: () => void): void;
  /** As `AbortSignal` has it. */
  throwIfAborted(): void;
}

/** An `AbortSignal`, by its own type where there is one. */
export type Signal = Global<'AbortSignal', AbortSignalLike>;

/** A `WebAssembly.Module`, by its own type where there is one. */
export type WasmModule = typeof globalThis extends {
  /** What the runtime has. */
  WebAssembly: {
    /** The class of modules. */
    Module: {
      /** What every module is. */
      prototype: infer T;
    };
  };
}
  ? T
  : object;

/** What of a `WebAssembly.Memory` is used. */
export interface WasmMemory {
  /** Another one when it has grown. */
  readonly buffer: ArrayBuffer;
}

/** `fetch`, by its own type where there is one. */
export type Fetch = typeof globalThis extends { fetch: infer T extends (...args: never) => unknown }
  ? T
  : (input: never, init: never) => PromiseLike<unknown>;

/** What of a `URL` is used. */
export interface UrlLike {
  /** The whole of it. */
  readonly href: string;
}
