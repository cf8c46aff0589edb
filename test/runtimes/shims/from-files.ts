// What Node, Deno and Bun share: modules come from files, and events go to standard output, a line of JSON each.
import { readFile } from 'node:fs/promises';
import type { Event, Host, Options } from '../harness/run.js';

// All paths are relative to the bundle, in build/test/runtimes/.
const testFile = new URL('../openssl-async-test.wasm', import.meta.url);
const coreFile = new URL('../../../dist/openssl-async-core.wasm', import.meta.url);
const shippedFile = new URL('../../../dist/openssl-async.wasm', import.meta.url);

async function bytes(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}

export async function hostFromFiles(
  options: Options,
  tell = (event: Event): void => {
    console.log(JSON.stringify(event));
  },
): Promise<Host> {
  const [testModule, shippedModule, coreModule] = (await Promise.all(
    [testFile, shippedFile, coreFile].map(async (file) => WebAssembly.compile(await bytes(file))),
  )) as [WebAssembly.Module, WebAssembly.Module, WebAssembly.Module];
  return {
    options,
    testModule: () => Promise.resolve(testModule),
    coreModule: () => Promise.resolve(coreModule),
    shippedModule: () => Promise.resolve(shippedModule),
    testModuleBytes: () => bytes(testFile),
    tell,
  };
}
