// What a function of the user's throws: it is told, C goes on, and the instance is usable.
import { rejection, start, works } from '../../support/start.js';
import type { Job } from '../../../src/index.js';
import { ints, later, type Suite } from '../../support/suite.js';

export const exceptions: Suite = ({ expect, load, loadShipped, test }) => {
  test('what onError itself throws does not reach C, and is printed', async () => {
    const mine = new Error('mine');
    const instance = await load({
      onError: () => {
        throw mine;
      },
    });
    const context = instance.ossl.newWaitContext();
    context.setCallback(() => {
      throw new Error('first');
    });
    const printed: unknown[] = [];
    const { error } = console;
    console.error = (...given: unknown[]) => printed.push(...given);
    try {
      const { outcome } = start(instance, [['callCallback'], ['return', 7]], context);
      expect(outcome.ret).toBe(7);
    } finally {
      console.error = error;
    }
    expect(printed).toContain(mine);
    expect(await works(instance)).toBe(true);
  });

  test('what a callback throws goes to onError, C gets 0, and the instance is usable', async () => {
    const errors: unknown[] = [];
    const instance = await load({ onError: (error) => errors.push(error) });
    const context = instance.ossl.newWaitContext();
    const mine = new Error('mine');
    context.setCallback(() => {
      throw mine;
    });
    const { outcome, script } = start(
      instance,
      [
        ['callCallback', 0, 0, 'got'],
        ['return', 7],
      ],
      context,
    );
    expect(script.result('got')).toBe(0);
    expect(outcome.ret).toBe(7);
    expect(errors).toEqual([mine]);
    expect(await works(instance)).toBe(true);
  });

  test('what a cleanup throws goes to onError, and the other cleanups are called', async () => {
    const errors: unknown[] = [];
    const instance = await load({ onError: (error) => errors.push(error) });
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const called: unknown[] = [];
    for (const key of ['one', 'two', 'three'])
      context.setWaitFd(key, ossl.newHandle(), undefined, () => {
        called.push(key);
        throw new Error(key);
      });
    context.free();
    expect(called).toEqual(['three', 'two', 'one']);
    expect(errors.map((error) => (error as Error).message)).toEqual(called);
    expect(ossl.stats().waitContexts).toBe(0);
    expect(await works(instance)).toBe(true);
  });

  test('what a job function throws rejects its run alone, and the instance is usable', async () => {
    const instance = await load();
    const { ossl } = instance;
    const mine = new Error('mine');
    const fail = (): never => {
      throw mine;
    };
    const jobs = [
      fail,
      () => Promise.resolve().then(fail),
      async () => {
        await later();
        fail();
      },
      function* () {
        yield;
        fail();
      },
      async (job: { pause(): Promise<void> }) => {
        await job.pause();
        fail();
      },
    ];
    const results = await Promise.all(jobs.map((job) => rejection(ossl.run(job as never))));
    for (const result of results) expect(result).toMatchObject({ code: 'job', cause: mine });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, references: 0, waitContexts: 0 });
    expect(await works(instance)).toBe(true);
  });

  test('whatever is thrown is kept as it is, be it undefined', async () => {
    const { ossl } = await load();
    for (const value of [undefined, null, 'text', { any: 'thing' }, Symbol('odd')]) {
      const run = ossl.run(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- users do
        throw value;
      });
      const error = (await rejection(run)) as Error;
      expect(error).toMatchObject({ code: 'job' });
      expect(error.cause).toBe(value);
    }
  });

  test('an exception of the logger goes to onError, and C goes on', async () => {
    const errors: unknown[] = [];
    const mine = new Error('mine');
    const ossl = await loadShipped({
      onError: (error) => errors.push(error),
      logger: () => {
        throw mine;
      },
    });
    expect(ossl.c.write(1, ossl.c.memory.malloc(4), 4)).toBe(4);
    expect(errors).toEqual([mine]);
  });

  test('what goes wrong when a run ends goes to onError, and its promise settles', async () => {
    const told: unknown[] = [];
    const { jobs, ossl } = await load({ onError: (error) => told.push(error) });
    const mine = new Error('mine');
    const { signal } = new AbortController();
    signal.removeEventListener = () => {
      throw mine;
    };
    expect(await ossl.run(jobs.deep, { args: ints(3, 2), signal })).toBe(1);
    expect(await ossl.run(() => 'value', { signal })).toBe('value');
    expect(told).toEqual([mine, mine]);
  });

  test("a run settles although another job uses the run's own wait context, which lives as long as that", async () => {
    const { jobs, ossl } = await load();
    let other: Job | null = null;
    const value = await ossl.run(async ({ waitContext }) => {
      await later();
      other = ossl.startJob({ func: jobs.endless, args: ints(2), waitContext }).job;
      return 'value';
    });
    expect(value).toBe('value');
    expect(ossl.stats()).toMatchObject({ jobs: { live: 1 }, waitContexts: 1 });
    expect(ossl.startJob({ job: other })).toMatchObject({ job: other });
    expect(ossl.startJob({ job: other })).toMatchObject({ ret: 1 });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, waitContexts: 0 });
  });
};
