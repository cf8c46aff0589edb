// OpenSSL's own asynctest.c, in the test build as it is.
import type { Suite } from '../../support/suite.js';

export const asynctest: Suite = ({ expect, load, loadShipped, test }) => {
  test('ASYNC_is_capable is 1, in the module that ships too', async () => {
    const { ossl } = await load();
    for (const instance of [ossl, await loadShipped()]) {
      expect(instance.isCapable()).toBe(true);
      expect(instance.c.ASYNC_is_capable()).toBe(1);
      expect(instance.exports.ASYNC_is_capable()).toBe(1);
    }
  });

  // It exits with 0 also where there is no ASYNC, having said that it is "skipping async tests".
  test('asynctest.c passes and skips nothing', async () => {
    const printed: string[] = [];
    const { exports, ossl } = await load({
      logger: (level, text) => printed.push(`${level} ${text}`),
    });
    expect(exports.test_asynctest()).toBe(0);
    const text = printed.join('\n');
    expect(text).toContain('PASS');
    expect(text).toContain('callback test pass');
    expect(text).not.toContain('skipping');
    expect(text).not.toContain('failed');
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0, allocated: 0 }, waitContexts: 0 });
  });

  test('asynctest.c passes again in the same instance, and after other jobs', async () => {
    const { exports, ossl } = await load();
    expect(exports.test_asynctest()).toBe(0);
    expect(await ossl.run(() => 5)).toBe(5);
    ossl.takeErrors();
    expect(exports.test_asynctest()).toBe(0);
    expect(await ossl.run(() => 6)).toBe(6);
  });

  test('asynctest.c leaks nothing', async () => {
    const { exports, ossl } = await load();
    exports.test_asynctest();
    const { heap } = ossl.stats().memory;
    for (let round = 0; round < 3; round++) expect(exports.test_asynctest()).toBe(0);
    expect(ossl.stats().memory.heap).toBe(heap);
  });
};
