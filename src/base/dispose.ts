/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `Symbol.dispose` and `Symbol.asyncDispose`, also where the runtime has none yet: compilers that lower
 * `using` fall back to the same registered symbols.
 */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
export const asyncDispose: typeof Symbol.asyncDispose =
  Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
