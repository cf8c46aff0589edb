// What an operation was given or found out in secret is nowhere in the module's memory once it has finished, failed or
// been cancelled.
import { OpenSSLError } from '../../../src/index.js';
import type { OpenSSL, OperationOptions } from '../../../src/index.js';
import { traces } from '../../support/memory-scan.js';
import { nothing } from '../../support/nothing-left.js';
import {
  derivations,
  heldCases,
  keySecrets,
  type MakeCase,
  others,
  password,
  passwords,
  random,
  salt,
  text,
} from '../../support/secret-operations.js';
import { until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

export const operations: Suite = ({ expect, loadShipped, test }) => {
  const finished = async (make: MakeCase): Promise<void> => {
    const { run, secrets } = await make(await loadShipped());
    const ossl = await loadShipped();
    const results = await run(ossl, {});
    const found = results instanceof Uint8Array ? [results] : results;
    expect(traces(ossl, [...secrets, ...found])).toBe(0);
    expect(ossl.stats()).toMatchObject(nothing);
  };

  const cancelled = async (make: MakeCase): Promise<void> => {
    const { run, secrets } = await make(await loadShipped());
    const ossl = await loadShipped();
    const abort = new AbortController();
    const ended = run(ossl, { signal: abort.signal }).then(
      () => 'finished',
      (error: unknown) => (error instanceof OpenSSLError ? error.code : 'another error'),
    );
    await until(() => ossl.stats().jobs.paused > 0);
    abort.abort();
    expect(await ended).toBe('aborted');
    await later(); // a holder may still answer
    expect(traces(ossl, secrets)).toBe(0);
    expect(ossl.stats()).toMatchObject(nothing);
  };

  for (const [name, make] of Object.entries({ ...derivations('quick'), ...others }))
    test(`${name}: nothing is left when it has finished`, () => finished(make));
  for (const [name, make] of Object.entries(derivations('long')))
    test(`${name}: nothing is left when it was cancelled in the middle`, () => cancelled(make));
  for (const [name, make] of Object.entries(heldCases)) {
    test(`${name}: nothing is left`, () => finished((maker) => make(random(32), maker)));
    test(`${name}: nothing is left when it was cancelled`, () =>
      cancelled((maker) => make(random(32), maker)));
  }

  for (const end of ['a wrong password', 'a cancelled reading'] as const)
    test(`${end} of a key or a PKCS#12 file leaves nothing`, async () => {
      const maker = await loadShipped();
      const isWrong = end === 'a wrong password';
      const iterations = isWrong ? 100 : 300_000;
      const key = await maker.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const secret = key.toDer().slice(36, 68);
      const kdf = { name: 'PBKDF2', iterations } as const;
      const pem = await maker.keys.export(key, { password, kdf });
      const file = await maker.pkcs12.write({ key, password, iterations });
      const given = isWrong ? `${password} 2` : password;
      for (const read of [
        (ossl: OpenSSL, options: OperationOptions) =>
          ossl.keys.import(pem, { password: given, ...options }),
        (ossl: OpenSSL, options: OperationOptions) =>
          ossl.pkcs12.read(file, { password: given, ...options }),
      ]) {
        const ossl = await loadShipped();
        const abort = new AbortController();
        const ended = read(ossl, { signal: abort.signal }).then(
          () => 'finished',
          (error: unknown) => (error as OpenSSLError).code,
        );
        if (!isWrong) {
          await until(() => ossl.stats().jobs.paused > 0);
          abort.abort();
        }
        expect(await ended).toBe(isWrong ? 'openssl' : 'aborted');
        expect(traces(ossl, [...passwords, secret])).toBe(0);
      }
    });

  test('the scan finds what is there: while a job is paused, and in a key that is not freed', async () => {
    const ossl = await loadShipped();
    const abort = new AbortController();
    const options = { hash: 'SHA256', password, salt, iterations: 4e8, length: 40 };
    const run = ossl.pbkdf2({ ...options, signal: abort.signal }).catch(() => undefined);
    await until(() => ossl.stats().jobs.paused > 0);
    expect(traces(ossl, [text(password)])).toBeGreaterThan(0);
    abort.abort();
    await run;
    const [pem, secrets] = await keySecrets(await loadShipped(), { algorithm: 'RSA', bits: 1024 });
    const key = await ossl.keys.import(pem);
    expect(traces(ossl, secrets)).toBeGreaterThan(0);
    key.free();
    expect(traces(ossl, secrets)).toBe(0);
  });
};
