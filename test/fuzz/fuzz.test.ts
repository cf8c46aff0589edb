// Any call, in any order, with anything: typed errors, no trap, no promise that stays pending.
//
//   FUZZ_SECONDS=60 FUZZ_SEED=7 npx vitest run test/fuzz     other lengths and seeds; ./build.sh fuzz sets them
//   FUZZ_CASE=build/fuzz/failure.json npx vitest run test/fuzz     one case again
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calls } from '../support/every-call.js';
import { type Argument, type Case, runCase, type Step } from './case.js';
import { load, names } from './instance.js';
import { exported } from './targets.js';
import { fields, values } from './values.js';

/** What gives back, and what only tells: it may be called whatever has ended. */
const harmless =
  /^(ossl\.(keys|pkcs12|x509|cms|functions|dead|c)|context\.(users|hasCallback|free)|handle\.(fd|close|closed|isReadable)|job\.(body|func|contextAddress|state|cause|signal|isHeld)|key\.(defaults|free))$/;

const { FUZZ_CASE, FUZZ_SECONDS = '30', FUZZ_SEED = '1' } = process.env;
const root = new URL('../../', import.meta.url);
const corpus = new URL('corpus/', import.meta.url);
const again = (file: string): string => `again: FUZZ_CASE=${file} npx vitest run test/fuzz`;

async function steps(): Promise<fc.Arbitrary<Step>> {
  const name = fc.constantFrom(...Object.keys(values));
  const argument: fc.Arbitrary<Argument> = fc.oneof(
    { weight: 3, arbitrary: name },
    {
      weight: 2,
      arbitrary: fc.dictionary(fc.constantFrom(...fields), name, {
        maxKeys: 6,
        noNullPrototype: true,
      }),
    },
  );
  return fc.record({
    call: fc.constantFrom(...(await names())),
    args: fc.array(argument, { maxLength: 4 }),
    place: fc.constantFrom('here', 'here', 'here', 'callback', 'job', 'later'),
  });
}

if (FUZZ_CASE)
  test(`the case of ${FUZZ_CASE}`, async () => {
    await runCase(load, JSON.parse(readFileSync(FUZZ_CASE, 'utf8')) as Case);
  });
else
  describe('fuzz', () => {
    test('every export of the module is in the list, as fuzzed or as C', async () => {
      const { ossl } = await load();
      const found = Object.entries(ossl.exports)
        .filter(
          ([name, value]) => typeof value === 'function' && !/^(_initialize|test_)/.test(name),
        )
        .map(([name]) => name);
      expect(found.sort()).toEqual(Object.keys(exported).sort());
    });

    test('every method of the facade is in the list of calls, which refuse when the instance has ended', async () => {
      const methods = (await names()).filter((name) =>
        /^(ossl(\.(keys|pkcs12|x509|cms))?|context|handle|job|key)\.\w+$/.test(name),
      );
      const known = Object.keys(calls);
      expect(methods.filter((name) => !known.includes(name) && !harmless.test(name))).toEqual([]);
    });

    for (const file of readdirSync(corpus).sort())
      test(`what was found once: ${file}`, async () => {
        const kept = JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as Case;
        await runCase(load, kept);
      });

    test(
      `${FUZZ_SECONDS} s of cases from seed ${FUZZ_SEED}`,
      async () => {
        const one = await steps();
        const cases = fc.array(one, { minLength: 1, maxLength: 25, size: 'max' });
        let runs = 0;
        const property = fc.asyncProperty(cases, async (list) => {
          runs++;
          await runCase(load, { steps: list });
        });
        const result = await fc.check(property, {
          seed: Number(FUZZ_SEED),
          numRuns: Infinity,
          interruptAfterTimeLimit: Number(FUZZ_SECONDS) * 1000,
        });
        console.log(`${runs} cases`);
        expect(runs).toBeGreaterThan(1);
        if (result.counterexample === null) {
          expect(result.failed).toBe(false);
          return;
        }
        const folder = new URL('build/fuzz/', root);
        mkdirSync(folder, { recursive: true });
        const failure: Case = {
          about: String(result.errorInstance),
          steps: result.counterexample[0],
        };
        writeFileSync(new URL('failure.json', folder), `${JSON.stringify(failure, null, 2)}\n`);
        throw new Error(
          `${String(result.errorInstance)}\n${JSON.stringify(failure.steps)}\n${again('build/fuzz/failure.json')}`,
          { cause: result.errorInstance },
        );
      },
      Number(FUZZ_SECONDS) * 1000 + 300_000,
    );
  });
