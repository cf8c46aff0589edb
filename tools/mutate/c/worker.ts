// The conformance suites in one thread: tests by their numbers, in instances with one mutation switched on.
import { parentPort, workerData } from 'node:worker_threads';
import { readFile as readCore } from 'node:fs/promises';
import { OpenSSL as OpenSSLCore } from '../../../src/core.js';
import { OpenSSL } from '../../../src/index.js';
import { suites } from '../../../test/conformance/index.js';
import { expect } from '../../../test/runtimes/harness/expect.js';
import { ordinary, testInstance, type Toolkit } from '../../../test/support/suite.js';

interface Exports {
  test_mutant(number: number): number;
  memory: WebAssembly.Memory;
}

/** What the driver sends: a test to run. */
interface Order {
  readonly test: number;
  readonly mutant: number;
}

const { bytes, count, module } = workerData as {
  readonly module: WebAssembly.Module;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many mutations there are. */
  readonly count: number;
};
const instances: Exports[] = [];
let mutant = 0;

function load(options?: ConstructorParameters<typeof OpenSSL>[1]): OpenSSL {
  const ossl = new OpenSSL(module, options);
  const exports = ossl.exports as unknown as Exports;
  exports.test_mutant(mutant);
  instances.push(exports);
  return ossl;
}

const tests: { readonly name: string; readonly run: () => void | Promise<void> }[] = [];
let suiteName = '';
async function shippedCore(): Promise<WebAssembly.Module> {
  const file = new URL('../../../dist/openssl-async-core.wasm', import.meta.url);
  return WebAssembly.compile(new Uint8Array(await readCore(file)));
}

const toolkit: Toolkit = {
  test: (name, run) => tests.push({ name: `${suiteName}: ${name}`, run }),
  expect,
  scale: 0.02,
  runtime: ordinary,
  // eslint-disable-next-line @typescript-eslint/require-await -- what is wrong with the options must reject
  load: async (options) => testInstance(load(options)),
  // eslint-disable-next-line @typescript-eslint/require-await -- the same
  loadShipped: async (options) => load(options),
  // The smaller module is not built in this way: its suite runs on the one that ships.
  loadCore: async (options) => new OpenSSLCore(await shippedCore(), options),
  compiledTestModule: () => Promise.resolve(module),
  testModule: () => Promise.resolve(bytes.slice()),
};
for (const [name, suite] of Object.entries(suites)) {
  suiteName = name;
  suite(toolkit);
}

/** The mutations that were asked for in the instances of a test. */
function reached(): number[] {
  const found = new Set<number>();
  for (const { memory, test_mutant: where } of instances) {
    try {
      const flags = new Uint8Array(memory.buffer, where(mutant), count + 1);
      for (let number = flags.indexOf(1); number >= 0; number = flags.indexOf(1, number + 1))
        found.add(number);
    } catch {
      // an instance that trapped gives none
    }
  }
  return [...found];
}

async function run({ test, mutant: number }: Order): Promise<void> {
  mutant = number;
  instances.length = 0;
  const start = performance.now();
  let error: string | undefined;
  try {
    await tests[test]?.run();
  } catch (thrown) {
    error = String(thrown).slice(0, 200);
  }
  const time = performance.now() - start;
  parentPort?.postMessage({ error, time, reached: number === 0 ? reached() : [] });
}

process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);
parentPort?.on('message', (order: Order) => void run(order));
parentPort?.postMessage({ tests: tests.map(({ name }) => name) });
