// Every call with odd options, or an odd last argument, behind each other value: random cases come to these only in hours.
import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { OpenSSL } from '../../src/index.js';
import { everything } from '../support/every-call.js';
import { testInstance, type Toolkit } from '../support/suite.js';
import { runCase, type Step } from './case.js';
import { targets } from './targets.js';
import { makeWorld, values } from './values.js';

const file = new URL('../../build/test/openssl-async-test.wasm', import.meta.url);
const module = await WebAssembly.compile(readFileSync(file));
const load: Toolkit['load'] = (options) =>
  Promise.resolve(testInstance(new OpenSSL(module, options)));
const { signal } = new AbortController();
const world = await makeWorld(
  await load(),
  await everything(await load()),
  signal,
  () => undefined,
);

const all = Object.keys(values);
/** So many calls share an instance. */
const PART = 128;

describe.each(['null', 'false'])('every call with %s', (odd) => {
  const steps: Step[] = Object.keys(targets(world)).flatMap((call) =>
    [[odd], ...all.map((first) => [first, odd]), ...all.map((first) => [first, first, odd])].map(
      (args): Step => ({ call, args, place: 'here' }),
    ),
  );
  test(`gives errors with types, ${steps.length} times`, async () => {
    for (let at = 0; at < steps.length; at += PART)
      await runCase(load, { steps: steps.slice(at, at + PART) });
  });
});
