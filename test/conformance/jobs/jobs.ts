// ASYNC_start_job(3): starting, pausing, resuming, finishing.
import { ASYNC_FINISH, ASYNC_PAUSE, type Job } from '../../../src/index.js';
import { CellJob, untouched } from '../../support/c-job.js';
import { Script } from '../../support/script.js';
import { shuffled } from '../../support/model/shuffle.js';
import { ints, type Suite, type TestInstance } from '../../support/suite.js';

/** Starts a job that must pause. */
function startPaused({ jobs, ossl }: TestInstance, depth: number, pauses = 1): Job {
  const { job } = ossl.startJob({ func: jobs.deep, args: ints(depth, pauses) });
  if (!job) throw new Error('The job did not pause');
  return job;
}

export const jobs: Suite = ({ expect, load, test }) => {
  test('a job without a pause finishes with its value and no handle', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['return', 7]]);
    const outcome = ossl.startJob({ func: jobs.script, args: script.args });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 7, job: null, errors: [] });
    expect(await ossl.run(jobs.script, { args: script.args })).toBe(7);
    expect(ossl.stats().jobs).toMatchObject({ live: 0, started: 2, finished: 2, pauses: 0 });
  });

  test('the same in the C-shaped layer: *ret is written, *job is NULL', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['return', -7]]);
    const c = new CellJob(ossl, jobs.script, { args: script.args });
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(c.value).toBe(-7);
    expect(c.address).toBe(0);
  });

  test('a job in JavaScript gives its value', async () => {
    const { ossl } = await load();
    const value = { any: 'value' };
    const outcome = ossl.startJob({ func: () => value });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 1, job: null });
    expect(outcome.value).toBe(value);
    const c = new CellJob(ossl, () => 42);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(c.value).toBe(42);
  });

  test('locals live through a pause', async () => {
    const { jobs, ossl } = await load();
    const first = ossl.startJob({ func: jobs.deep, args: ints(10, 1) });
    expect(first.result).toBe(ASYNC_PAUSE);
    const second = ossl.startJob({ job: first.job });
    expect(second).toMatchObject({ result: ASYNC_FINISH, ret: 1, job: null });
  });

  test('locals live through a pause in the C-shaped layer, *job names the same job', async () => {
    const { jobs, ossl } = await load();
    const c = new CellJob(ossl, jobs.deep, { args: ints(10, 2) });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    const { job } = c;
    expect(job).not.toBe(0);
    expect(c.turn()).toBe(ASYNC_PAUSE);
    expect(c.job).toBe(job);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(c.value).toBe(1);
    expect(c.address).toBe(0);
  });

  test('a generator keeps its locals at each yield', async () => {
    const { ossl } = await load();
    const seen: number[] = [];
    const func = function* (): Generator<unknown, number, unknown> {
      for (let local = 1; local <= 3; local++) {
        yield;
        seen.push(local);
      }
      return 9;
    };
    let outcome = ossl.startJob({ func });
    const { job } = outcome;
    for (let turn = 0; turn < 3; turn++) {
      expect(outcome.result).toBe(ASYNC_PAUSE);
      expect(seen).toHaveLength(turn);
      outcome = ossl.startJob({ job });
    }
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, value: 9 });
    expect(seen).toEqual([1, 2, 3]);
  });

  test('*ret is unchanged on PAUSE, and written on FINISH', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['pause'], ['pause'], ['return', 5]]);
    const c = new CellJob(ossl, jobs.script, { args: script.args });
    for (let turn = 0; turn < 2; turn++) {
      expect(c.turn()).toBe(ASYNC_PAUSE);
      expect(c.value).toBe(untouched);
    }
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(c.value).toBe(5);
  });

  test('the facade has no value before FINISH', async () => {
    const { jobs, ossl } = await load();
    const first = ossl.startJob({ func: jobs.endless, args: ints(1) });
    expect(first).toMatchObject({ result: ASYNC_PAUSE, ret: undefined, value: undefined });
    expect(ossl.startJob({ job: first.job }).ret).toBe(1);
  });

  test('a job pauses a thousand times, ten frames deep', async () => {
    const instance = await load();
    const { ossl } = instance;
    const job = startPaused(instance, 10, 1000);
    const heap = ossl.stats().memory.heap;
    for (let pause = 1; pause < 1000; pause++)
      expect(ossl.startJob({ job }).result).toBe(ASYNC_PAUSE);
    expect(ossl.stats().memory.heap).toBe(heap); // no pause costs more than the one before
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
    expect(ossl.stats().jobs).toMatchObject({ started: 1, finished: 1, live: 0, pauses: 1000 });
  });

  for (const [order, arrange] of [
    ['reverse', (list: readonly Job[]) => [...list].reverse()],
    ['random', (list: readonly Job[]) => shuffled(list, 4)],
  ] as const)
    test(`a thousand jobs, paused at once, are resumed in ${order} order`, async () => {
      const instance = await load();
      const { ossl } = instance;
      // each has a stack of another depth, so that frames which change places can't go unseen
      const paused = Array.from({ length: 1000 }, (_, index) => startPaused(instance, index % 40));
      expect(new Set(paused.map((job) => job.pointer)).size).toBe(1000);
      expect(ossl.stats().jobs).toMatchObject({ live: 1000, paused: 1000 });
      for (const job of arrange(paused))
        expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
      const { jobs, memory } = ossl.stats();
      expect(jobs).toMatchObject({ live: 0, paused: 0, finished: 1000, allocated: 1000 });
      expect(memory.savedFrames).toBe(0);
    });

  test('a deep stack is as it was after a pause, alloca included', async () => {
    const instance = await load();
    const { ossl } = instance;
    const job = startPaused(instance, 200, 2);
    const other = startPaused(instance, 150); // writes its own pattern in between
    expect(ossl.startJob({ job }).result).toBe(ASYNC_PAUSE);
    expect(ossl.startJob({ job: other })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
    expect(ossl.stats().highWater.stack).toBeGreaterThan(200 * 32);
  });

  test('one large alloca is as it was after a pause', async () => {
    const { jobs, ossl } = await load();
    const [first, second] = [0, 1].map((index) => {
      const script = new Script(ossl, [
        ['pauseOverAlloca', 50_000 + index, 0, 'intact'],
        ['return', 1],
      ]);
      return { script, ...ossl.startJob({ func: jobs.script, args: script.args }) };
    });
    for (const turn of [second, first]) {
      expect(turn?.result).toBe(ASYNC_PAUSE);
      ossl.startJob({ job: turn?.job ?? null });
      expect(turn?.script.result('intact')).toBe(1);
    }
  });

  test('two thousand frames fit a larger stack', async () => {
    const instance = await load({ stackSize: 1 << 20 });
    const { ossl } = instance;
    const job = startPaused(instance, 2000);
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
  });

  test('a job reused from the pool runs the new function with the new arguments', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1, initial: 1 } });
    const first = new CellJob(ossl, jobs.deep, { args: ints(30, 1) });
    first.turn();
    const { address } = first;
    expect(first.turn()).toBe(ASYNC_FINISH);
    const script = new Script(ossl, [
      ['argsWord', 1, 0, 'word'],
      ['pause'],
      ['argsWord', 1, 0, 'later'],
      ['return', 23],
    ]);
    const args = ints(script.pointer, 4711);
    const second = new CellJob(ossl, jobs.script, { args });
    expect(second.turn()).toBe(ASYNC_PAUSE);
    expect(second.address).toBe(address); // it is the same job
    expect(second.turn()).toBe(ASYNC_FINISH);
    expect([script.result('word'), script.result('later'), second.value]).toEqual([4711, 4711, 23]);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 1, started: 2, finished: 2 });
  });

  test('a job whose C function is reused for one in JavaScript, and back', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1, initial: 1 } });
    for (let round = 0; round < 3; round++) {
      expect(ossl.startJob({ func: jobs.endless, args: ints(0) }).ret).toBe(1);
      expect(ossl.startJob({ func: () => round }).value).toBe(round);
    }
    expect(ossl.stats().jobs.allocated).toBe(1);
  });
};
