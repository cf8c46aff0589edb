// OpenSSL's own test data for the algorithms of the API, through the API; every stanza is accounted for in evp-tally.json.
//
// The data are upstream's and not in this project: ./build.sh test links to them in its copy of OpenSSL's source.
// After a change that is meant:  UPDATE_TALLY=1 npx vitest run test/vectors/evp.test.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { runFile } from './evp-runner.js';
import type { Tally } from './ledger.js';

const folder = 'build/test/evp-data';
const record = new URL('evp-tally.json', import.meta.url);
const recorded = JSON.parse(readFileSync(record, 'utf8')) as Record<
  string,
  Omit<Tally, 'failures'>
>;
const isUpdate = process.env['UPDATE_TALLY'] === '1';
const updated: typeof recorded = {};

/** Files about what the API does not do. */
const otherFiles: Record<string, RegExp> = {
  'symmetric ciphers': /^evpciph_/,
  'Base64 and the random generator': /^(evpencod|evprand)\.txt$/,
  'MACs other than HMAC': /^evpmac_(?!common)/,
  'other key derivations':
    /^evpkdf_(hmac_drbg|kbkdf|krb5|pbkdf1|pvkkdf|ss|ssh|tls|x942|x963)|^evppkey_kdf_tls1/,
  'PKCS#12 keys of passwords': /^evppbe_pkcs12/,
  'DH, DSA and SM2': /^evppkey_(dh|ffdhe|dsa|sm2)/,
};

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const files = readdirSync(folder).sort();
const ours = files.filter((file) => !Object.values(otherFiles).some((other) => other.test(file)));

test('every file is one that is run, or about something else', () => {
  if (!isUpdate) expect(ours).toEqual(Object.keys(recorded).sort());
  for (const [about, other] of Object.entries(otherFiles))
    expect(
      files.some((file) => other.test(file)),
      about,
    ).toBe(true);
});

for (const file of ours)
  test(file, async () => {
    const { failures, ...tally } = await runFile(module, `${folder}/${file}`);
    expect(failures).toEqual([]);
    if (isUpdate) updated[file] = tally;
    else expect(tally).toEqual(recorded[file]);
  });

afterAll(() => {
  if (isUpdate) writeFileSync(record, `${JSON.stringify(updated, null, 2)}\n`);
});
