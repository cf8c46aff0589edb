// New instances of the test build, and the names of all calls.
import { readFileSync } from 'node:fs';
import { OpenSSL } from '../../src/index.js';
import { everything } from '../support/every-call.js';
import { testInstance, type Toolkit } from '../support/suite.js';
import { targets } from './targets.js';
import { makeWorld } from './values.js';

const file = new URL('../../build/test/openssl-async-test.wasm', import.meta.url);
const module = await WebAssembly.compile(readFileSync(file));

export const load: Toolkit['load'] = (options) =>
  Promise.resolve(testInstance(new OpenSSL(module, options)));

export async function names(): Promise<string[]> {
  const { signal } = new AbortController();
  const other = await everything(await load());
  return Object.keys(targets(await makeWorld(await load(), other, signal, () => undefined)));
}
