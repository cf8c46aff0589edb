// The same as the main entry, but the module is in the JavaScript, for who can't ship a file beside it: a page in one
// file, a program in one file, a bundle in CommonJS. The main entry's way to the file is in none of these.
import base64 from 'openssl-async-module-in-base64';
import { fromLongBase64 } from './base/base64.js';
import { checkObject } from './base/checks.js';
import { compile, type ModuleSource } from './module/source.js';
import type { LoadOptions } from './load-options.js';
import { OpenSSL } from './openssl.js';

export * from './index.js';

/**
 * Loads an instance of the module that is in this file; else as `loadOpenSSL` of `openssl-async`.
 *
 * @throws (rejects) {@link OpenSSLError} `load` if the module can't be compiled or initialised, `argument`
 */
export async function loadOpenSSL(options: LoadOptions = {}): Promise<OpenSSL> {
  checkObject('The options', options);
  return new OpenSSL(await compileModule(options.module), options);
}

/**
 * Compiles the module that is in this file, or what was given; for a pool of workers, and for who loads more than one
 * instance.
 *
 * @param source - where the module comes from; by default this file
 * @throws (rejects) {@link OpenSSLError} `load`, saying what could not be compiled
 */
export async function compileModule(source?: ModuleSource): Promise<WebAssembly.Module> {
  return compile(source ?? fromLongBase64(base64));
}
