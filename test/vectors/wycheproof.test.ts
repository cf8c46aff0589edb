// Project Wycheproof's vectors through the API: what is valid is taken, what is invalid refused; what may go either
// way is written down in wycheproof-tally.json, as is what was left out and why.
//
// After a change that is meant:  UPDATE_TALLY=1 npx vitest run test/vectors/wycheproof.test.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { families, runFile, type WycheproofTally } from './wycheproof.js';

const folder = 'build/test/wycheproof';
const record = new URL('wycheproof-tally.json', import.meta.url);
type Recorded = Record<string, Omit<WycheproofTally, 'failures'>>;
const recorded = JSON.parse(readFileSync(record, 'utf8')) as Recorded;
const isUpdate = process.env['UPDATE_TALLY'] === '1';
const updated: Recorded = {};

/** Files about what the API does not do. */
const otherFiles: Record<string, RegExp> = {
  'symmetric ciphers': /^(aead|aegis|aes|chacha20|gmac|kw|kwp|vmac|xchacha20)/,
  DSA: /^dsa_/,
  'prime numbers': /^primality_/,
};

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort();
const ours = files.filter((file) => !Object.values(otherFiles).some((other) => other.test(file)));

test('every file is one that is run, or about something else', () => {
  if (!isUpdate) expect(ours).toEqual(Object.keys(recorded).sort());
  for (const [about, other] of Object.entries(otherFiles))
    expect(
      files.some((file) => other.test(file)),
      about,
    ).toBe(true);
});

for (const [beginning] of families)
  test(`${beginning.slice(0, -1)} vectors`, async () => {
    for (const file of ours.filter((name) => name.startsWith(beginning))) {
      const { failures, ...tally } = await runFile(module, folder, file);
      expect(failures, file).toEqual([]);
      if (isUpdate) updated[file] = tally;
      else expect(tally, file).toEqual(recorded[file]);
    }
  });

afterAll(() => {
  if (isUpdate)
    writeFileSync(
      record,
      `${JSON.stringify(Object.fromEntries(Object.entries(updated).sort()), null, 2)}\n`,
    );
});
