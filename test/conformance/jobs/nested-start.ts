// ASYNC_start_job(3) inside a job, which upstream leaves undefined: refused, and nothing is harmed.
import { ASYNC_ERR, ASYNC_FINISH, ASYNC_PAUSE, type Job } from '../../../src/index.js';
import { CellJob, codeOf } from '../../support/c-job.js';
import { Script, type Step } from '../../support/script.js';
import { ints, type Suite } from '../../support/suite.js';

const insideAJob = 'ASYNC_start_job was called inside a job';

export const nestedStart: Suite = ({ expect, load, test }) => {
  test('a start inside a fresh job is ASYNC_ERR with a queued error, and the job goes on', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [
      ['argsWord', 1, 0, 'before'],
      ['startJob', 0, 0, 'nested'],
      ['argsWord', 1, 0, 'after'],
      ['currentJob', 0, 0, 'current'],
      ['pause', 0, 0, 'paused'],
      ['argsWord', 1, 0, 'resumed'],
      ['return', 28],
    ]);
    const c = new CellJob(ossl, jobs.script, { args: ints(script.pointer, 2828) });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    expect(script.result('nested')).toBe(ASYNC_ERR);
    expect(script.result('current')).toBe(c.address);
    expect(ossl.takeErrors()).toEqual([]); // the job's, not the caller's
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect([c.value, script.result('paused')]).toEqual([28, 1]);
    // upstream frees the running job's arguments here
    const words = ['before', 'after', 'resumed'].map((name) => script.result(name));
    expect(words).toEqual([2828, 2828, 2828]);
    expect(ossl.takeErrors()).toMatchObject([
      { func: 'ASYNC_start_job', data: expect.stringContaining(insideAJob) as string },
    ]);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 1, started: 1, finished: 1, live: 0 });
    ossl.cleanupThread();
    expect(ossl.stats().jobs.allocated).toBe(0);
  });

  test('the facade and the C-shaped layer throw in-job, and the job may go on', async () => {
    const { jobs, ossl } = await load();
    const other = new CellJob(ossl, jobs.endless, { args: ints(0) });
    const func = (): string[] => [
      codeOf(() => ossl.startJob({ func: jobs.endless, args: ints(0) })),
      codeOf(() => ossl.startJob({ func: () => 1 })),
      codeOf(() => other.turn()),
    ];
    const outcome = ossl.startJob({ func });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, value: ['in-job', 'in-job', 'in-job'] });
    expect(outcome.errors).toEqual([]);
    expect(ossl.stats()).toMatchObject({ jobs: { started: 1, live: 0 }, references: 0 });
    expect(other.turn()).toBe(ASYNC_FINISH);
  });

  test('the facade throws in a callback that C calls in a job, too', async () => {
    const { jobs, ossl } = await load();
    using waitContext = ossl.newWaitContext();
    const codes: string[] = [];
    waitContext.setCallback(() => codes.push(codeOf(() => ossl.startJob({ func: () => 1 }))));
    const script = new Script(ossl, [['callCallback'], ['pause'], ['callCallback'], ['return', 4]]);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args, waitContext });
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 4, errors: [] });
    expect(codes).toEqual(['in-job', 'in-job']);
  });

  test('run inside a job starts when that has paused or finished', async () => {
    const { ossl } = await load();
    const order: string[] = [];
    const outer = await ossl.run(() => {
      const inner = ossl.run(() => order.push('inner'));
      order.push('outer');
      return { inner };
    });
    await outer.inner;
    expect(order).toEqual(['outer', 'inner']);
  });

  test('a start inside a reused job is no bogus FINISH', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1, initial: 1 } });
    expect(ossl.startJob({ func: jobs.endless, args: ints(0) }).ret).toBe(1);
    const script = new Script(ossl, [['startJob', 0, 0, 'nested'], ['pause'], ['return', 29]]);
    const { job, result } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(result).toBe(ASYNC_PAUSE);
    expect(script.result('nested')).toBe(ASYNC_ERR);
    const outcome = ossl.startJob({ job });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 29 });
    expect(outcome.errors.map(({ data }) => data)).toEqual([expect.stringContaining(insideAJob)]);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 1, started: 2, finished: 2 });
    expect(ossl.startJob({ func: jobs.deep, args: ints(20, 0) }).ret).toBe(1);
  });

  test('a start after a resume is refused with an entry in the queue', async () => {
    const { jobs, ossl } = await load();
    const steps: Step[] = [
      ['pause'],
      ['startJob', 0, 0, 'first'],
      ['pause'],
      ['startJob', 0, 0, 'second'],
      ['return', 30],
    ];
    const script = new Script(ossl, steps);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(ossl.startJob({ job }).result).toBe(ASYNC_PAUSE);
    const outcome = ossl.startJob({ job });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 30 });
    expect([script.result('first'), script.result('second')]).toEqual([ASYNC_ERR, ASYNC_ERR]);
    expect(outcome.errors).toHaveLength(2);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 1, started: 1, finished: 1 });
  });

  test('resuming another job inside a job is refused, and both go on', async () => {
    const { jobs, ossl } = await load();
    const other = new CellJob(ossl, jobs.deep, { args: ints(15, 1) });
    expect(other.turn()).toBe(ASYNC_PAUSE);
    const { address } = other;
    const script = new Script(ossl, [
      ['startJob', address, 0, 'fresh'],
      ['pause'],
      ['startJob', address, 0, 'resumed'],
      ['return', 31],
    ]);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(ossl.stats().jobs).toMatchObject({ live: 2, paused: 2 });
    const outcome = ossl.startJob({ job });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 31 });
    expect([script.result('fresh'), script.result('resumed')]).toEqual([ASYNC_ERR, ASYNC_ERR]);
    expect(outcome.errors).toHaveLength(2);
    expect(other.address).toBe(address);
    expect([other.turn(), other.value]).toEqual([ASYNC_FINISH, 1]);
    ossl.cleanupThread();
    expect(ossl.stats().jobs.allocated).toBe(0);
  });

  test('the facade refuses it, for another job and for itself', async () => {
    const { jobs, ossl } = await load();
    const other = ossl.startJob({ func: jobs.deep, args: ints(15, 1) }).job;
    const inC = new CellJob(ossl, jobs.deep, { args: ints(15, 1) });
    inC.turn();
    const func = function* (self: Job): Generator<undefined, string[]> {
      const tryAll = (): string[] => [
        codeOf(() => ossl.startJob({ job: other })),
        codeOf(() => ossl.startJob({ job: self })),
        codeOf(() => inC.turn()),
      ];
      const first = tryAll();
      yield;
      return [...first, ...tryAll()];
    };
    const { job } = ossl.startJob({ func });
    const outcome = ossl.startJob({ job });
    expect(outcome.value).toEqual(Array(6).fill('in-job'));
    expect([other?.state, ossl.startJob({ job: other }).ret]).toEqual(['paused', 1]);
    expect([inC.turn(), inC.value]).toEqual([ASYNC_FINISH, 1]);
  });
};
