// The conformance suites once more, upstream's asynctest among them, with our C under ASan and UBSan. A report fails the
// test that caused it, whatever else that expects.
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type LoadOptions, OpenSSL } from '../../src/index.js';
import { suites } from '../conformance/index.js';
import { rejection } from '../support/start.js';
import { testFault } from '../support/generated/boundary-test.js';
import { Script } from '../support/script.js';
import { ordinary, testInstance, type Toolkit } from '../support/suite.js';
import { elsewhere } from './exceptions.js';

const file = new URL('../../build/test/openssl-async-sanitized.wasm', import.meta.url);
const bytes = new Uint8Array(await readFile(file));
const module = await WebAssembly.compile(bytes);

let reports: string[] = [];

// eslint-disable-next-line @typescript-eslint/require-await -- what is wrong with the options must reject
async function load(options: LoadOptions = {}): Promise<OpenSSL> {
  const { logger } = options;
  if (logger !== undefined && typeof logger !== 'function') return new OpenSSL(module, options);
  return new OpenSSL(module, {
    ...options,
    logger: (level, message) => {
      if (/Sanitizer|runtime error/.test(message)) reports.push(message);
      else logger?.(level, message);
    },
  });
}

function takeReports(): string[] {
  const found = reports;
  reports = [];
  return found;
}

const toolkit: Toolkit = {
  test: (name, run) => {
    if (!elsewhere.includes(name)) test(name, run);
  },
  expect,
  scale: 0.02, // the module is slower by far
  runtime: ordinary,
  load: async (options) => testInstance(await load(options)),
  loadShipped: load,
  compiledTestModule: () => Promise.resolve(module),
  testModule: () => Promise.resolve(bytes.slice()),
};

afterEach(() => {
  expect(takeReports()).toEqual([]);
});

describe('what sanitizers are for', () => {
  const faults = {
    heapOverflow: 'heap-buffer-overflow',
    useAfterFree: 'heap-use-after-free',
    stackOverflow: 'stack-buffer-overflow',
    integerOverflow: 'signed integer overflow',
  } satisfies Record<keyof typeof testFault, string>;
  for (const [kind, name] of Object.entries(faults))
    test(`${name} in a job is reported`, async () => {
      const { jobs, ossl } = testInstance(await load());
      const { args } = new Script(ossl, [
        ['pause'],
        ['fault', testFault[kind as keyof typeof testFault]],
        ['return', 1],
      ]);
      expect(await rejection(ossl.run(jobs.script, { args }))).toMatchObject({ code: 'dead' });
      expect(takeReports().join('\n')).toContain(name);
    });

  test('every exception is the name of a test', () => {
    const names: string[] = [];
    const collect = (name: string): void => {
      names.push(name);
    };
    for (const suite of Object.values(suites)) suite({ ...toolkit, test: collect });
    for (const name of elsewhere) expect(names).toContain(name);
  });
});

for (const [name, suite] of Object.entries(suites))
  describe(name, () => {
    suite(toolkit);
  });
