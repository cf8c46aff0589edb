// Who goes first, what becomes of jobs that wait for nothing, and that finished jobs leave little behind.
import { ASYNC_STATUS_EAGAIN } from '../../../src/index.js';
import { rejection } from '../../support/start.js';
import { ints, later, type Suite } from '../../support/suite.js';

export const fairness: Suite = ({ expect, load, loadShipped, test }) => {
  test('of the jobs that are ready the urgent ones go first, and those in the background last', async () => {
    const { ossl } = await load();
    const order: string[] = [];
    const priorities = ['background', 'user-visible', 'user-blocking'] as const;
    await Promise.all(
      priorities.map((priority) =>
        ossl.run(
          function* () {
            yield;
            order.push(priority);
          },
          { priority },
        ),
      ),
    );
    expect(order).toEqual(['user-blocking', 'user-visible', 'background']);
  });

  test('of the jobs that wait for a place the urgent one gets it first', async () => {
    const { ossl } = await load({ pool: { max: 1 } });
    const order: string[] = [];
    const first = ossl.run((job) => job.pause().then(() => void order.push('first')));
    await later();
    const others = (['background', 'user-visible', 'user-blocking'] as const).map((priority) =>
      ossl.run(() => void order.push(priority), { priority }),
    );
    await Promise.all([first, ...others]);
    expect(order).toEqual(['first', 'user-blocking', 'user-visible', 'background']);
  });

  test('an urgent operation goes before all steps of key generations', async () => {
    const ossl = await loadShipped();
    const keys = [1, 2, 3].map(() => ossl.generateKey({ algorithm: 'RSA', bits: 2048 }));
    await later();
    const { pauses } = ossl.stats().jobs;
    await ossl.digest('SHA256', new Uint8Array(32), { priority: 'user-blocking' });
    expect(ossl.stats().jobs.pauses - pauses).toBeLessThanOrEqual(1);
    for (const key of await Promise.all(keys)) key.free();
  });

  test('an unknown priority is refused', async () => {
    const ossl = await loadShipped();
    const wrong = { priority: 'high' } as never;
    expect(await rejection(ossl.run(() => 1, wrong))).toMatchObject({ code: 'argument' });
    expect(await rejection(ossl.digest('SHA256', new Uint8Array(1), wrong))).toMatchObject({
      code: 'argument',
    });
    expect(await rejection(loadShipped(wrong))).toMatchObject({ code: 'argument' });
  });

  test('a job that is to be tried again keeps no core busy', async () => {
    const { jobs, ossl } = await load();
    const waitContext = ossl.newWaitContext();
    const stop = new AbortController();
    const run = rejection(ossl.run(jobs.endless, { signal: stop.signal, waitContext }));
    waitContext.setStatus(ASYNC_STATUS_EAGAIN);
    let turns = 0;
    for (; turns < 20; turns++) await later(4);
    // one try a turn of the event loop would be thousands
    expect(ossl.stats().jobs.pauses).toBeLessThan(100);
    stop.abort();
    expect(await run).toMatchObject({ code: 'aborted' });
    waitContext.free();
  });

  test('the stacks of finished jobs go back, but for those that the pool keeps', async () => {
    const { jobs, ossl } = await load();
    await Promise.all(
      Array.from({ length: 1000 }, () => ossl.run(jobs.endless, { args: ints(1) })),
    );
    expect(ossl.stats().jobs).toMatchObject({ allocated: 1000, live: 0 });
    expect(ossl.stats().memory.stacks).toBe(256 * 65536);
    await Promise.all(
      Array.from({ length: 1000 }, () => ossl.run(jobs.endless, { args: ints(1) })),
    );
    expect(ossl.stats().jobs.allocated).toBe(1000);
    ossl.cleanupThread();
    expect(ossl.stats().jobs.allocated).toBe(0);
    expect(ossl.stats().memory.stacks).toBe(0);
  });
};
