// Entries that one program imports share their classes.
import { expect, test } from 'vitest';

const dist = new URL('../../dist/', import.meta.url).href;

interface Entry {
  readonly OpenSSL: typeof import('../../src/core.js').OpenSSL;
  readonly OpenSSLError: typeof import('../../src/index.js').OpenSSLError;
  readonly loadOpenSSL: typeof import('../../src/core.js').loadOpenSSL;
}

test('the full and the smaller entry have one OpenSSLError, and each loads its own module', async () => {
  const full = (await import(`${dist}index.js`)) as Entry;
  const core = (await import(`${dist}core.js`)) as Entry;
  expect(core.OpenSSLError).toBe(full.OpenSSLError);
  const [large, small] = [await full.loadOpenSSL(), await core.loadOpenSSL()];
  expect(large).toBeInstanceOf(core.OpenSSL);
  expect(small).not.toBeInstanceOf(full.OpenSSL);
  for (const ossl of [large, small])
    await expect(ossl.digest('no such hash', new Uint8Array())).rejects.toBeInstanceOf(
      core.OpenSSLError,
    );
});
