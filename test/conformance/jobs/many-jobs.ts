// As many jobs at once as a busy server has connections: none is lost, nothing is left over.
import {
  ASYNC_FINISH,
  ASYNC_PAUSE,
  type Job,
  type VirtualHandle,
} from '../../../src/index.js';
import { Script } from '../../support/script.js';
import { shuffled } from '../../support/model/shuffle.js';
import { inUse } from '../../support/nothing-left.js';
import { ints, later, type Suite } from '../../support/suite.js';

const COUNT = 10_000;
/** The smallest stack there is: a test has no use for 640 MiB of address space. */
const options = { stackSize: 16384 };

export const manyJobs: Suite = ({ expect, load, test }) => {
  test('jobs are paused at once and finish in random order with nothing left over', async () => {
    const { jobs, ossl } = await load(options);
    const before = inUse(ossl);
    const { heap } = ossl.stats().memory;
    const started: { job: Job; depth: number }[] = [];
    for (let index = 0; index < COUNT; index++) {
      const depth = index % 20; // stacks and frames of different sizes
      const { job, result } = ossl.startJob({ func: jobs.deep, args: ints(depth, 1) });
      if (result !== ASYNC_PAUSE || !job) throw new Error(`Job ${index} did not pause`);
      started.push({ job, depth });
    }
    expect(ossl.stats().jobs).toMatchObject({ live: COUNT, paused: COUNT, allocated: COUNT });
    expect(new Set(started.map(({ job }) => job.pointer)).size).toBe(COUNT);

    // deep gives 1 if all of its frames and its memory on the stack came through
    let intact = 0;
    for (const { job } of shuffled(started, 1)) {
      const { result, ret } = ossl.startJob({ job });
      intact += Number(result === ASYNC_FINISH && ret === 1);
    }
    expect(intact).toBe(COUNT);
    expect(ossl.stats().jobs).toMatchObject({ live: 0, paused: 0, allocated: COUNT });
    ossl.cleanupThread();
    expect(inUse(ossl)).toEqual(before);
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 4096);
  });

  test('runs wait for a handle each, signalled in random order, with nothing left over', async () => {
    const { jobs, ossl } = await load(options);
    const before = inUse(ossl);
    const script = new Script(ossl, [['pause'], ['pause'], ['return', 5]]);
    const finished: number[] = [];
    const handles: VirtualHandle[] = [];
    const runs = Array.from({ length: COUNT }, async (_, index) => {
      const handle = ossl.newHandle();
      const waitContext = ossl.newWaitContext();
      handles.push(handle);
      waitContext.setWaitFd('answer', handle);
      expect(await ossl.run(jobs.script, { args: script.args, waitContext })).toBe(5);
      finished.push(index);
      waitContext.free();
      handle.close();
    });
    while (ossl.stats().jobs.paused < COUNT) await later();
    expect(finished).toEqual([]);

    const order = shuffled([...handles.keys()], 2);
    for (const index of order) handles[index]?.signal();
    await Promise.all(runs);
    expect(finished).toEqual(order); // ready jobs have their turns in the order of their signals
    script.free();
    ossl.cleanupThread();
    expect(inUse(ossl)).toEqual(before);
  });

  test('runs go through a pool of 100 in their order', async () => {
    const { jobs, ossl } = await load({ ...options, pool: { max: 100, initial: 10 } });
    const finished: number[] = [];
    let most = 0;
    await Promise.all(
      Array.from({ length: COUNT }, async (_, index) => {
        await ossl.run(jobs.endless, { args: ints(1) });
        finished.push(index);
        if (index % 100 === 0) most = Math.max(most, ossl.stats().jobs.live);
      }),
    );
    expect(finished).toEqual(Array.from({ length: COUNT }, (_, index) => index));
    expect(most).toBeLessThanOrEqual(100);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 100, live: 0, queued: 0 });
  });

  test('jobs in JavaScript await a promise each', async () => {
    const { ossl } = await load(options);
    const before = inUse(ossl);
    const settle: (() => void)[] = [];
    const runs = Array.from({ length: COUNT }, (_, index) =>
      ossl.run(async () => {
        await new Promise<void>((resolve) => settle.push(resolve));
        return index;
      }),
    );
    while (settle.length < COUNT) await later();
    for (const resolve of shuffled(settle, 3)) resolve();
    expect(await Promise.all(runs)).toEqual(Array.from({ length: COUNT }, (_, index) => index));
    ossl.cleanupThread();
    expect(inUse(ossl)).toEqual(before);
  });
};
