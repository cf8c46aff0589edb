// The published JavaScript under a module of another build, as a cache may keep one: it says so, and never hangs.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { build, SECTION } from '../../src/module/generated/boundary.js';
import { root } from './tools.mjs';

type Package = typeof import('../../src/index.js');
type Workers = typeof import('../../src/workers/index.js');

const entry = (name: string): Promise<unknown> => import(`${root}dist/${name}.js`);
const shipped = await readFile(`${root}dist/openssl-async.wasm`);

/** The module with some of its bytes exchanged for as many others. */
function changed(from: string, to: string): Uint8Array<ArrayBuffer> {
  const text = shipped.toString('latin1');
  const parts = text.split(from);
  expect(parts).toHaveLength(2);
  expect(to).toHaveLength(from.length);
  return Uint8Array.from(Buffer.from(parts.join(to), 'latin1'));
}

const cms = build.lists['cms'] ?? '';
const others: Record<string, [Uint8Array<ArrayBuffer>, RegExp]> = {
  'another version': [
    changed(`"version":"${build.version}"`, `"version":"${build.version.replace(/\d/g, '9')}"`),
    /openssl-async 9\.9\.9 .* openssl-async \d.* differ in their version/,
  ],
  'another list': [changed(cms, cms.replace(/./g, '0')), /differ in the parts cms;/],
  'no mark': [changed(`${SECTION}{`, `another-build{`), /does not say of which build it is/],
};

for (const [name, [module, message]] of Object.entries(others)) {
  const refusal = { code: 'load', message: expect.stringMatching(message) as string };
  for (const file of ['index', 'inline'])
    test(`${file}: a module of ${name}`, async () => {
      const { loadOpenSSL } = (await entry(file)) as Package;
      await expect(loadOpenSSL({ module })).rejects.toMatchObject(refusal);
    });

  test(`workers: a module of ${name}`, async () => {
    const { openPool } = (await entry('workers')) as Workers;
    await expect(openPool({ module, size: 1 })).rejects.toMatchObject(refusal);
  });
}

test('the module that is in the JavaScript is the one beside it', async () => {
  const { compileModule, loadOpenSSL } = (await entry('inline')) as Package;
  const ossl = await loadOpenSSL({ module: await compileModule() });
  expect(ossl.version).toMatch(/^OpenSSL 3\.5\./);
  const inline = await readFile(`${root}dist/inline.js`, 'latin1');
  expect(inline.includes(shipped.toString('base64'))).toBe(true);
  // nor is there a way to a file
  expect(inline.includes('./openssl-async.wasm')).toBe(false);
});
