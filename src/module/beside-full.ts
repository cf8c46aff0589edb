import { beside } from './beside.js';

/**
 * The address of the package's module, which lies beside its code. Bundlers know the form with `new URL` in it.
 *
 * @throws {@link OpenSSLError} `load` where the runtime or a bundler does not tell where the code is
 */
export function besideThis(): URL {
  return beside('openssl-async.wasm', () => new URL('./openssl-async.wasm', import.meta.url));
}
