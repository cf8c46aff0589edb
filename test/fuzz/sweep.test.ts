// Every call with odd options, or an odd last argument, behind each other value: random cases come to these only in hours.
import { describe, test } from 'vitest';
import { runCase, type Step } from './case.js';
import { load, names } from './instance.js';
import { values } from './values.js';

const calls = await names();
const all = Object.keys(values);
/** So many calls share an instance. */
const PART = 128;

describe.each(['null', 'false'])('every call with %s', (odd) => {
  const steps: Step[] = calls.flatMap((call) =>
    [[odd], ...all.map((first) => [first, odd]), ...all.map((first) => [first, first, odd])].map(
      (args): Step => ({ call, args, place: 'here' }),
    ),
  );
  test(`gives errors with types, ${steps.length} times`, async () => {
    for (let at = 0; at < steps.length; at += PART)
      await runCase(load, { steps: steps.slice(at, at + PART) });
  });
});
