// ASYNC_pause_job(3) and ASYNC_block_pause(3): when a pause is none.
import { ASYNC_FINISH, ASYNC_PAUSE } from '../../../src/index.js';
import { CellJob, rejectionOf } from '../../support/c-job.js';
import { Script, type Step } from '../../support/script.js';
import { ints, later, type Suite, type TestInstance } from '../../support/suite.js';

/** Runs steps as one job until it ends; how often it paused, and the results by name. */
function drive({ jobs, ossl }: TestInstance, steps: readonly Step[]) {
  const script = new Script(ossl, [...steps, ['return', 1]]);
  let outcome = ossl.startJob({ func: jobs.script, args: script.args });
  let pauses = 0;
  for (; outcome.result === ASYNC_PAUSE; pauses++) outcome = ossl.startJob({ job: outcome.job });
  const result = (name: string) => script.result(name);
  return { pauses, result, outcome };
}

export const pauseBlock: Suite = ({ expect, load, test }) => {
  test('a blocked pause returns 1 and does not suspend', async () => {
    const instance = await load();
    const { outcome, pauses, result } = drive(instance, [
      ['block'],
      ['pause', 0, 0, 'blocked'],
      ['unblock'],
      ['pause', 0, 0, 'free'],
    ]);
    expect([result('blocked'), result('free')]).toEqual([1, 1]);
    expect(pauses).toBe(1);
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 1, errors: [] });
    expect(instance.ossl.stats().jobs.pauses).toBe(1);
  });

  test('the facade blocks a generator, which goes on at once', async () => {
    const { ossl } = await load();
    const order: string[] = [];
    const func = function* (): Generator {
      ossl.blockPause();
      yield;
      order.push('blocked');
      ossl.unblockPause();
      yield;
      order.push('free');
    };
    const { job, result } = ossl.startJob({ func });
    expect(result).toBe(ASYNC_PAUSE);
    expect(order).toEqual(['blocked']);
    expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
    expect(order).toEqual(['blocked', 'free']);
  });

  test('a job that must wait for a promise while blocked fails, and does not spin', async () => {
    const { ossl } = await load();
    const wait = new Promise(() => undefined);
    expect(
      await rejectionOf(
        ossl.run(async () => {
          ossl.blockPause();
          await wait;
        }),
      ),
    ).toBe('pause');
    expect(
      await rejectionOf(
        ossl.run(function* () {
          ossl.c.ASYNC_block_pause();
          yield wait;
        }),
      ),
    ).toBe('pause');
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0, pauses: 0 }, waitContexts: 0 });
  });

  test('blocked twice and unblocked once is still blocked', async () => {
    const { pauses, result } = drive(await load(), [
      ['block'],
      ['block'],
      ['pause'],
      ['unblock'],
      ['pause', 0, 0, 'once'],
      ['unblock'],
      ['pause', 0, 0, 'twice'],
    ]);
    expect(pauses).toBe(1);
    expect([result('once'), result('twice')]).toEqual([1, 1]);
  });

  test('one unblock too many is harmless', async () => {
    const instance = await load();
    const freed = drive(instance, [['unblock'], ['unblock'], ['pause']]);
    expect(freed.pauses).toBe(1);
    // the counter did not go below nought: one block still blocks
    const blocked = drive(instance, [['block'], ['unblock'], ['unblock'], ['block'], ['pause']]);
    expect(blocked.pauses).toBe(0);
    expect(instance.ossl.takeErrors()).toEqual([]);
  });

  test('block and unblock outside of a job do nothing', async () => {
    const instance = await load();
    const { ossl } = instance;
    ossl.unblockPause();
    ossl.blockPause();
    ossl.c.ASYNC_block_pause();
    expect(drive(instance, [['pause']]).pauses).toBe(1);
    // between the pauses of a job the caller stands outside of it too
    const script = new Script(ossl, [['pause'], ['pause'], ['return', 1]]);
    const { job } = ossl.startJob({ func: instance.jobs.script, args: script.args });
    ossl.blockPause();
    expect(ossl.startJob({ job }).result).toBe(ASYNC_PAUSE);
    expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
    ossl.c.ASYNC_unblock_pause();
    expect(drive(instance, [['block'], ['pause']]).pauses).toBe(0);
  });

  test('a job that finishes blocked does not poison the next one', async () => {
    const instance = await load({ pool: { max: 1, initial: 1 } }); // so that the job is reused
    for (let round = 0; round < 3; round++) {
      expect(drive(instance, [['block'], ['block'], ['pause']]).pauses).toBe(0);
      expect(drive(instance, [['pause']]).pauses).toBe(1);
    }
  });

  test('nor one that is paused meanwhile', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const other = ossl.startJob({ func: jobs.endless, args: ints(2) });
    expect(drive(instance, [['block'], ['pause']]).pauses).toBe(0);
    expect(ossl.startJob({ job: other.job }).result).toBe(ASYNC_PAUSE);
    expect(ossl.startJob({ job: other.job }).result).toBe(ASYNC_FINISH);
  });

  test('a cancelled job that was blocked does not poison the next one', async () => {
    const instance = await load({ pool: { max: 1, initial: 1 } });
    const { ossl } = instance;
    const func = function* (): Generator {
      yield;
      ossl.blockPause();
    };
    const { job } = ossl.startJob({ func });
    job?.cancel();
    expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
    expect(drive(instance, [['pause']]).pauses).toBe(1);
  });

  test('a job without a wait context lives through a pause and a resume', async () => {
    const { jobs, ossl } = await load();
    const steps: Step[] = [
      ['waitContext', 0, 0, 'before'],
      ['pause', 0, 0, 'paused'],
      ['waitContext', 0, 0, 'after'],
      ['pause'],
      ['return', 39],
    ];
    const script = new Script(ossl, steps);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(job?.waitContext).toBeNull();
    expect(ossl.startJob({ job }).result).toBe(ASYNC_PAUSE);
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 39, errors: [] });
    expect(['before', 'paused', 'after'].map((name) => script.result(name))).toEqual([0, 1, 0]);
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('the same in the C-shaped layer and straight into C', async () => {
    const { jobs, ossl } = await load();
    for (const raw of [false, true]) {
      const c = new CellJob(ossl, jobs.deep, { args: ints(8, 2) });
      const turn = () => (raw ? c.rawTurn() : c.turn());
      expect(turn()).toBe(ASYNC_PAUSE);
      expect(ossl.c.ASYNC_get_wait_ctx(c.job)).toBe(0);
      expect([turn(), turn(), c.value]).toEqual([ASYNC_PAUSE, ASYNC_FINISH, 1]);
    }
  });

  test('a job in JavaScript needs no wait context to wait for a promise', async () => {
    const { ossl } = await load();
    const { job, result } = ossl.startJob({ func: async () => Promise.resolve(39) });
    expect(result).toBe(ASYNC_PAUSE);
    await later();
    const outcome = ossl.startJob({ job });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, value: 39 });
  });
};
