import { beside } from './beside.js';

/**
 * The address of the smaller module; otherwise as `besideThis`. In a file of its own, so that a bundler takes only the
 * module that a program uses.
 *
 * @throws {@link OpenSSLError} `load` where the runtime or a bundler does not tell where the code is
 */
export function coreBesideThis(): URL {
  return beside(
    'openssl-async-core.wasm',
    () => new URL('./openssl-async-core.wasm', import.meta.url),
  );
}
