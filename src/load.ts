import { checkObject } from './base/checks.js';
import { besideThis } from './module/beside-full.js';
import { compile, type ModuleSource } from './module/source.js';
import type { LoadOptions } from './load-options.js';
import { OpenSSL } from './openssl.js';

/**
 * Loads an instance of the module. Instances share nothing: each has its own memory, jobs, handles and
 * error queues, and any number of them may live side by side.
 *
 * @throws (rejects) {@link OpenSSLError} `load` if the module can't be found, compiled or initialised, `argument`
 */
export async function loadOpenSSL(options: LoadOptions = {}): Promise<OpenSSL> {
  checkObject('The options', options);
  return new OpenSSL(await compileModule(options.module), options);
}

/**
 * Compiles what was given, for programs that load more than one instance: one of a compiled module is there in a few
 * milliseconds, and it can be posted to workers.
 *
 * @param source - where the module comes from; by default the `.wasm` file beside this package's code
 * @throws (rejects) {@link OpenSSLError} `load`, saying what could not be fetched, read or compiled
 */
export async function compileModule(
  source: ModuleSource = besideThis(),
): Promise<WebAssembly.Module> {
  return compile(source);
}
