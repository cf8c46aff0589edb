// OpenSSL's own test data for the algorithms of the API, through the API; every stanza is accounted for in evp-tally.json.
//
// The data are upstream's and not in this project: ./build.sh test links to them in its copy of OpenSSL's source.
// After a change that is meant:  UPDATE_TALLY=1 npx vitest run test/vectors/evp.test.ts
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'vitest';
import { runFile } from './evp-runner.js';
import { record } from './record.js';

const folder = 'build/test/evp-data';
const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const { compare, ours } = record('evp-tally.json', readdirSync(folder), {
  'symmetric ciphers': /^evpciph_/,
  'Base64 and the random generator': /^(evpencod|evprand)\.txt$/,
  'MACs other than HMAC': /^evpmac_(?!common)/,
  'other key derivations':
    /^evpkdf_(hmac_drbg|kbkdf|krb5|pbkdf1|pvkkdf|ss|ssh|tls|x942|x963)|^evppkey_kdf_tls1/,
  'PKCS#12 keys of passwords': /^evppbe_pkcs12/,
  'DH, DSA and SM2': /^evppkey_(dh|ffdhe|dsa|sm2)/,
});

for (const file of ours)
  test(file, async () => {
    compare(file, await runFile(module, `${folder}/${file}`));
  });
