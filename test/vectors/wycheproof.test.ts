// Project Wycheproof's vectors through the API: what is valid is taken, what is invalid refused; what may go either
// way is written down in wycheproof-tally.json, as is what was left out and why.
//
// After a change that is meant:  UPDATE_TALLY=1 npx vitest run test/vectors/wycheproof.test.ts
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'vitest';
import { record } from './record.js';
import { families, runFile } from './wycheproof.js';

const folder = 'build/test/wycheproof';
const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const { compare, ours } = record('wycheproof-tally.json', files, {
  'symmetric ciphers': /^(aead|aegis|aes|chacha20|gmac|kw|kwp|vmac|xchacha20)/,
  'older collections of what other files have': /^(ecdh|ecdsa)_test\.json$/,
  DSA: /^dsa_/,
  'prime numbers': /^primality_/,
});

for (const [beginning] of families)
  test(`${beginning.slice(0, -1)} vectors`, async () => {
    for (const file of ours.filter((name) => name.startsWith(beginning)))
      compare(file, await runFile(module, folder, file));
  });
