// The conformance suites for the mutation tester: those of the folders in MUTATE_SUITES, with few repetitions.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readFile as readCore } from 'node:fs/promises';
import { OpenSSL as OpenSSLCore } from '../../src/core.js';
import { OpenSSL } from '../../src/index.js';
import { suites } from '../../test/conformance/index.js';
import { ordinary, testInstance, type Toolkit } from '../../test/support/suite.js';

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../../${path}`, import.meta.url)));
}

const testFile = 'build/test/openssl-async-test.wasm';
const testModule = await WebAssembly.compile(await bytes(testFile));
const shippedModule = await WebAssembly.compile(await bytes('dist/openssl-async.wasm'));

async function shippedCore(): Promise<WebAssembly.Module> {
  const file = new URL('../../dist/openssl-async-core.wasm', import.meta.url);
  return WebAssembly.compile(new Uint8Array(await readCore(file)));
}

const toolkit: Toolkit = {
  test,
  expect,
  scale: 0.02,
  runtime: ordinary,
  // eslint-disable-next-line @typescript-eslint/require-await -- what is wrong with the options must reject
  load: async (options) => testInstance(new OpenSSL(testModule, options)),
  // eslint-disable-next-line @typescript-eslint/require-await -- the same
  loadShipped: async (options) => new OpenSSL(shippedModule, options),
  // The smaller module is not built in this way: its suite runs on the one that ships.
  loadCore: async (options) => new OpenSSLCore(await shippedCore(), options),
  compiledTestModule: () => Promise.resolve(testModule),
  testModule: () => bytes(testFile),
};

const folders = process.env['MUTATE_SUITES']?.split(',');
for (const [name, suite] of Object.entries(suites))
  if (folders?.includes(name.split('/')[0] as string) ?? true)
    describe(name, () => {
      suite(toolkit);
    });
