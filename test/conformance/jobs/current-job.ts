// ASYNC_get_current_job(3) and ASYNC_get_wait_ctx(3).
import { ASYNC_FINISH, ASYNC_PAUSE, type Job } from '../../../src/index.js';
import type { Pointer } from '../../../src/index.js';
import { CellJob, codeOf, takeReasons } from '../../support/c-job.js';
import { Script, type Step } from '../../support/script.js';
import { ints, type Suite } from '../../support/suite.js';

const lookTwice: Step[] = [
  ['currentJob', 0, 0, 'first'],
  ['pause'],
  ['currentJob', 0, 0, 'second'],
  ['return', 1],
];

export const currentJob: Suite = ({ expect, load, test }) => {
  test('inside a job in C the current job is the handle, before and after a pause', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, lookTwice);
    const c = new CellJob(ossl, jobs.script, { args: script.args });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    const { address } = c;
    expect(address).not.toBe(0);
    expect(script.result('first')).toBe(address);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(script.result('second')).toBe(address);
  });

  test('the facade names the same address', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, lookTwice);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect((job?.pointer ?? 0) >>> 0).toBe(script.result('first') >>> 0);
    ossl.startJob({ job });
    expect(script.result('second')).toBe(script.result('first'));
  });

  test('inside a job in JavaScript the current job is the job', async () => {
    const { ossl } = await load();
    const seen: unknown[] = [];
    const look = (given: Job): void => {
      seen.push(ossl.getCurrentJob() === given, given.pointer, given.state);
    };
    const { job } = ossl.startJob({
      func: function* (given): Generator {
        look(given);
        yield;
        look(given);
      },
    });
    const address = job?.pointer;
    ossl.startJob({ job });
    expect(seen).toEqual([true, address, 'running', true, address, 'running']);
  });

  test('the C-shaped layer gives the pointer that stands in the cell', async () => {
    const { ossl } = await load();
    const seen: number[] = [];
    const func = function* (): Generator<undefined, number> {
      seen.push(ossl.c.ASYNC_get_current_job());
      yield;
      seen.push(ossl.c.ASYNC_get_current_job());
      return 0;
    };
    const c = new CellJob(ossl, func);
    c.turn();
    const { job } = c;
    expect(seen).toEqual([job]);
    c.turn();
    expect(seen).toEqual([job, job]);
  });

  test('a callback that C calls in a job sees that job', async () => {
    const { jobs, ossl } = await load();
    using context = ossl.newWaitContext();
    const seen: (Job | null)[] = [];
    context.setCallback(() => seen.push(ossl.getCurrentJob()));
    const script = new Script(ossl, [['pause'], ['callCallback'], ['return', 1]]);
    const { job } = ossl.startJob({
      func: jobs.script,
      args: script.args,
      waitContext: context,
    });
    ossl.startJob({ job });
    expect(seen).toEqual([job]);
  });

  test('there is no current job outside, between pauses and after FINISH', async () => {
    const { exports, jobs, ossl } = await load();
    const none = (): void => {
      expect(ossl.getCurrentJob()).toBeNull();
      expect(ossl.c.ASYNC_get_current_job()).toBe(0);
      expect(ossl.exports.ASYNC_get_current_job()).toBe(0);
    };
    none();
    const script = new Script(ossl, lookTwice);
    const c = new CellJob(ossl, jobs.script, { args: script.args });
    c.turn();
    none();
    const { job } = ossl.startJob({ func: jobs.endless, args: ints(1) });
    none();
    c.turn();
    none();
    ossl.startJob({ job });
    none();
    // the same function called without a job
    const plain = new Script(ossl, [
      ['currentJob', 0, 0, 'job'],
      ['return', 3],
    ]);
    const args = ossl.c.memory.newBytes(plain.args);
    expect(exports.test_call(jobs.script, args)).toBe(3);
    expect(plain.result('job')).toBe(0);
  });

  test('an async job has no current job after its first await', async () => {
    const { ossl } = await load();
    const seen: unknown[] = [];
    await ossl.run(async (job) => {
      seen.push(ossl.getCurrentJob() === job);
      await Promise.resolve();
      seen.push(ossl.getCurrentJob()); // C is paused while this runs
    });
    expect(seen).toEqual([true, null]);
  });

  test('inside a job its wait context is the one that it was started with', async () => {
    const { jobs, ossl } = await load();
    using context = ossl.newWaitContext();
    const script = new Script(ossl, [
      ['waitContext', 0, 0, 'first'],
      ['pause'],
      ['waitContext', 0, 0, 'second'],
      ['return', 1],
    ]);
    const options = { func: jobs.script, args: script.args, waitContext: context };
    const { job } = ossl.startJob(options);
    expect(script.result('first')).toBe(context.pointer >>> 0);
    expect(job?.waitContext).toBe(context);
    expect(job && ossl.getWaitContext(job)).toBe(context);
    ossl.startJob({ job });
    expect(script.result('second')).toBe(context.pointer >>> 0);
  });

  test('the C-shaped layer gives the wait context of a paused job', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.c.ASYNC_WAIT_CTX_new();
    const c = new CellJob(ossl, jobs.endless, { args: ints(1), context });
    c.turn();
    expect(ossl.c.ASYNC_get_wait_ctx(c.job)).toBe(context);
    c.turn();
    ossl.c.ASYNC_WAIT_CTX_free(context);
    expect(ossl.stats().waitContexts).toBe(0);
  });

  test('jobs that interleave keep their own wait contexts', async () => {
    const { ossl } = await load();
    const contexts = [0, 1, 2].map(() => ossl.newWaitContext());
    const seen: unknown[] = [];
    const paused = contexts.map(
      (waitContext) =>
        ossl.startJob({
          waitContext,
          func: function* (job): Generator {
            yield;
            seen.push(job.waitContext);
          },
        }).job,
    );
    for (const job of paused.reverse()) ossl.startJob({ job });
    expect(seen).toEqual(contexts.reverse());
  });

  test('the wait context of no job is refused', async () => {
    const { exports, jobs, ossl } = await load();
    expect(codeOf(() => ossl.getWaitContext(null as never))).toBe('argument');
    expect(codeOf(() => ossl.getWaitContext(undefined as never))).toBe('argument');
    expect(codeOf(() => ossl.c.ASYNC_get_wait_ctx(0 as never))).toBe('argument');
    expect(ossl.takeErrors()).toEqual([]);
    // straight into C: NULL, with an entry in the queue
    expect(exports.ASYNC_get_wait_ctx(0 as Pointer<'ASYNC_JOB'>)).toBe(0);
    expect(takeReasons(ossl)).toEqual(['passed a null parameter']);
    const script = new Script(ossl, [
      ['getWaitCtxOf', 0, 0, 'of'],
      ['return', 4],
    ]);
    const outcome = ossl.startJob({ func: jobs.script, args: script.args });
    expect(outcome.ret).toBe(4);
    expect(outcome.errors).toMatchObject([{ reason: 'passed a null parameter' }]);
    expect(script.result('of')).toBe(0);
  });

  test('the wait context of a finished job is refused', async () => {
    const { jobs, ossl } = await load();
    const { job } = ossl.startJob({ func: jobs.endless, args: ints(1) });
    ossl.startJob({ job });
    expect(codeOf(() => job && ossl.getWaitContext(job))).toBe('stale');
    const c = new CellJob(ossl, jobs.endless, { args: ints(1) });
    c.turn();
    const stale = c.job;
    c.turn();
    expect(codeOf(() => ossl.c.ASYNC_get_wait_ctx(stale))).toBe('stale');
  });
};
