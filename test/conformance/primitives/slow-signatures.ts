// SLH-DSA takes seconds for a signature: the event loop gets its turns meanwhile, and it can be cancelled.
import type { OpenSSL } from '../../../src/index.js';
import { at } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection, until } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('slow but sure');

export const slowSignatures: Suite = ({ expect, loadShipped, test }) => {
  /** Runs it once to its end and once until it has paused a few times. */
  const pausing = async (
    ossl: OpenSSL,
    run: (options: { signal?: AbortSignal }) => Promise<unknown>,
  ): Promise<void> => {
    let { pauses } = ossl.stats().jobs;
    await run({});
    expect(ossl.stats().jobs.pauses).toBeGreaterThan(pauses + 3);
    ({ pauses } = ossl.stats().jobs);
    const abort = new AbortController();
    const stopped = rejection(run({ signal: abort.signal }));
    await until(() => ossl.stats().jobs.pauses > pauses + 3);
    abort.abort();
    expect(await stopped).toMatchObject({ code: 'aborted' });
    expect(ossl.stats()).toMatchObject(nothing);
  };

  for (const algorithm of ['SLH-DSA-SHA2-128s', 'SLH-DSA-SHAKE-128s'] as const)
    test(`${algorithm} pauses, in each operation that signs`, async () => {
      const ossl = await loadShipped();
      const key = await ossl.generateKey({ algorithm });
      let signature = new Uint8Array(0);
      await pausing(ossl, async (options) => {
        signature = await ossl.sign(key, message, options);
      });
      expect(await ossl.verify(key, signature, message)).toBe(true);
      await pausing(ossl, (options) =>
        ossl.x509.createCertificate({
          subject: { CN: algorithm },
          issuerKey: key,
          notBefore: at,
          notAfter: new Date(at.getTime() + 1e9),
          ...options,
        }),
      );
      await pausing(ossl, (options) => ossl.x509.createRequest({ subject: {}, key, ...options }));
      key.free();
    });

  test('generating such a key pauses', async () => {
    const ossl = await loadShipped();
    await pausing(ossl, async (options) => {
      (await ossl.generateKey({ algorithm: 'SLH-DSA-SHA2-128s', ...options })).free();
    });
  });
};
