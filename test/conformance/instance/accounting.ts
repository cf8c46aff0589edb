// The leak report: what is held, by whom, and that it is given back.
import { isPending, rejection, start } from '../../support/start.js';
import { ints, type Suite } from '../../support/suite.js';

export const accounting: Suite = ({ expect, load, loadShipped, test }) => {
  test('a job that nobody resumes is in the leak report, with what it holds', async () => {
    const { jobs, ossl } = await load();
    expect(ossl.stats()).toMatchObject({
      jobs: { allocated: 0, live: 0, paused: 0, started: 0 },
      memory: { stacks: 0, savedFrames: 0 },
    });
    const waitContext = ossl.newWaitContext();
    ossl.startJob({ func: jobs.endless, waitContext }); // and its handle is dropped
    const stats = ossl.stats();
    expect(stats).toMatchObject({
      jobs: { allocated: 1, live: 1, paused: 1, started: 1, finished: 0, pauses: 1 },
      memory: { stacks: 65536 },
      waitContexts: 1,
    });
    expect(stats.memory.savedFrames).toBeGreaterThan(0);
    expect(stats.memory.heap).toBeGreaterThan(65536);
    expect(stats.highWater.savedFrames).toBeGreaterThan(0);
  });

  test('an abandoned job in JavaScript is counted as a reference too', async () => {
    const ossl = await loadShipped();
    ossl.startJob({
      func: function* () {
        yield;
      },
    });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 1, paused: 1 }, references: 1 });
  });

  test('a run that waits for what never comes is in the report until it is cancelled', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    const handle = ossl.newHandle();
    const run = ossl.run(
      async (job) => {
        job.waitContext?.setWaitFd('never', handle);
        await job.pause();
      },
      { signal: abort.signal },
    );
    expect(await isPending(run)).toBe(true);
    expect(ossl.stats()).toMatchObject({ jobs: { live: 1, paused: 1 }, waitContexts: 1 });
    abort.abort();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ossl.stats()).toMatchObject({
      jobs: { live: 0, paused: 0, cancelled: 1, finished: 1 },
      memory: { savedFrames: 0 },
      waitContexts: 0,
      references: 0,
    });
  });

  test('a finished job leaves its stack to the pool, and cleaning up gives it back', async () => {
    const { jobs, ossl } = await load();
    const before = ossl.stats().memory.heap;
    const { job } = ossl.startJob({ func: jobs.endless, args: ints(1) });
    ossl.startJob({ job });
    expect(ossl.stats()).toMatchObject({
      jobs: { allocated: 1, live: 0, paused: 0 },
      memory: { stacks: 65536, savedFrames: 0 },
    });
    ossl.cleanupThread();
    expect(ossl.stats()).toMatchObject({ jobs: { allocated: 0 }, memory: { stacks: 0 } });
    // what OpenSSL keeps for itself is made once
    const settled = ossl.stats().memory.heap;
    expect(settled - before).toBeLessThan(4096);
    for (let turn = 0; turn < 50; turn++) {
      const { job: again } = ossl.startJob({ func: jobs.endless, args: ints(1) });
      ossl.startJob({ job: again });
      ossl.cleanupThread();
    }
    expect(ossl.stats().memory.heap).toBe(settled);
  });

  test('a thousand runs leave the heap as it was', async () => {
    const { jobs, ossl } = await load({ pool: { max: 10 } });
    const round = (): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          index % 2 ? ossl.run(jobs.endless, { args: ints(3) }) : ossl.run(() => index),
        ),
      );
    await round();
    const { memory } = ossl.stats();
    await round();
    expect(ossl.stats()).toMatchObject({
      jobs: { allocated: 10, live: 0, queued: 0, started: 1000, finished: 1000 },
      references: 0,
      waitContexts: 0,
      memory,
    });
  });

  test('runs that wait for a place in the pool are counted', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1 } });
    const abort = new AbortController();
    const runs = Array.from({ length: 3 }, () =>
      rejection(ossl.run(jobs.endless, { signal: abort.signal })),
    );
    await isPending(Promise.all(runs));
    expect(ossl.stats().jobs).toMatchObject({ live: 1, queued: 2 });
    abort.abort();
    for (const run of runs) expect(await run).toMatchObject({ code: 'aborted' });
    expect(ossl.stats().jobs).toMatchObject({ live: 0, queued: 0, started: 1 });
  });

  test('the deepest stack of any finished job is reported', async () => {
    const { jobs, ossl } = await load();
    const used = [10, 100].map((depth) => {
      ossl.startJob({ func: jobs.deep, args: ints(depth, 0) });
      return ossl.stats().highWater.stack;
    }) as [number, number];
    expect(used[1]).toBeGreaterThan(used[0]);
    expect(used[1]).toBeLessThan(65536);
    start({ jobs, ossl, exports: undefined as never }, [['return', 1]]);
    expect(ossl.stats().highWater.stack).toBe(used[1]);
  });
};
