// The shim for Node with Vitest: it loads the modules that the build made. Other runtimes' are in shims/.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { OpenSSL as OpenSSLCore } from '../../src/core.js';
import { OpenSSL } from '../../src/index.js';
import { suites } from '../conformance/index.js';
import { ordinary, testInstance, type Toolkit } from '../support/suite.js';

const compiled = new Map<string, Promise<WebAssembly.Module>>();

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../../${path}`, import.meta.url)));
}

function compile(path: string): Promise<WebAssembly.Module> {
  let module = compiled.get(path);
  if (!module) {
    module = bytes(path).then((file) => WebAssembly.compile(file));
    compiled.set(path, module);
  }
  return module;
}

const toolkit: Toolkit = {
  test,
  expect,
  scale: 1,
  runtime: ordinary,
  load: async (options) =>
    testInstance(new OpenSSL(await compile('build/test/openssl-async-test.wasm'), options)),
  loadShipped: async (options) => new OpenSSL(await compile('dist/openssl-async.wasm'), options),
  loadCore: async (options) =>
    new OpenSSLCore(await compile('dist/openssl-async-core.wasm'), options),
  compiledTestModule: () => compile('build/test/openssl-async-test.wasm'),
  testModule: () => bytes('build/test/openssl-async-test.wasm'),
};

for (const [name, suite] of Object.entries(suites))
  describe(name, () => {
    suite(toolkit);
  });
