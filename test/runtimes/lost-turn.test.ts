// workerd drops the tasks of a request when it has ended. An instance that lives on must not wait for one of them.
import { readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { OpenSSL } from '../../src/index.js';
import { later } from '../support/suite.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('runs go on when the task of an earlier run was dropped', async () => {
  let tasks: (() => void)[] = [];
  vi.stubGlobal('setImmediate', (task: () => void) => void tasks.push(task));
  const file = await readFile(new URL('../../dist/openssl-async.wasm', import.meta.url));
  const ossl = new OpenSSL(await WebAssembly.compile(file));
  const turns = (): Promise<string> =>
    ossl.run(async (job) => {
      for (let count = 0; count < 3; count++) await job.pause();
      return 'done';
    });

  expect(await ossl.run(() => 'first')).toBe('first');
  expect(tasks).not.toEqual([]);
  const dropped = tasks;
  tasks = [];
  const second = turns();
  for (let waited = 0; waited < 20; waited++) {
    for (const task of tasks.splice(0)) task();
    await later();
  }
  expect(await second).toBe('done');
  for (const task of dropped) task(); // too late, and harmless
});
