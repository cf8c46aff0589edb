// The error queue is one per job, and the caller's is untouched until the job finishes.
import { rejection, start } from '../../support/start.js';
import { Script, type Step } from '../../support/script.js';
import type { OpenSSL } from '../../../src/index.js';
import type { Suite, TestInstance } from '../../support/suite.js';

/** ERR_raise by a script gives these reasons, in the lowest bits of the packed code. */
const reasons = (errors: readonly { code: number }[]): number[] =>
  errors.map(({ code }) => code & 0xff);

/** A script job in the C-shaped layer, which raises in the caller's queue. */
function cScript(
  { jobs, ossl }: TestInstance,
  steps: Step[],
): { turn: () => number; script: Script } {
  const { c } = ossl;
  const script = new Script(ossl, steps);
  const [job, ret] = [c.memory.newPointer<'ASYNC_JOB'>(), c.memory.newInt()];
  const args = c.memory.newBytes(script.args);
  return {
    script,
    turn: () => c.ASYNC_start_job(job, 0, ret, jobs.script, args, script.args.length),
  };
}

/** Raises in the caller's own queue. */
function raise({ exports, jobs, ossl }: TestInstance, ...values: number[]): void {
  const script = new Script(ossl, [
    ...values.map((value): Step => ['raise', value]),
    ['return', 1],
  ]);
  exports.test_call(jobs.script, ossl.c.memory.newBytes(script.args));
}

export const errorQueue: Suite = ({ expect, load, test }) => {
  const queue = (ossl: OpenSSL): number[] => reasons(ossl.takeErrors());

  test('errors raised before a pause are not in the queue of the caller, but still in that of the job', async () => {
    const instance = await load();
    const { script, turn } = cScript(instance, [
      ['raise', 7],
      ['pause'],
      ['peekError', 0, 0, 'after'],
      ['clearError'],
      ['return', 1],
    ]);
    expect(turn()).toBe(2);
    expect(queue(instance.ossl)).toEqual([]);
    expect(turn()).toBe(3);
    expect(script.result('after')).toBe(7);
    expect(queue(instance.ossl)).toEqual([]);
  });

  test('errors of the caller are not in the queue of the job, whatever it clears', async () => {
    const instance = await load();
    const { script, turn } = cScript(instance, [
      ['peekError', 0, 0, 'fresh'],
      ['clearError'],
      ['pause'],
      ['peekError', 0, 0, 'resumed'],
      ['clearError'],
      ['return', 1],
    ]);
    raise(instance, 3);
    turn();
    raise(instance, 4);
    turn();
    expect([script.result('fresh'), script.result('resumed')]).toEqual([0, 0]);
    expect(queue(instance.ossl)).toEqual([3, 4]);
  });

  test('the same through startJob', async () => {
    const instance = await load();
    const { job, script } = start(instance, [
      ['raise', 7],
      ['pause'],
      ['peekError', 0, 0, 'after'],
      ['return', 1],
    ]);
    expect(queue(instance.ossl)).toEqual([]);
    const { errors } = instance.ossl.startJob({ job });
    expect(script.result('after')).toBe(7);
    expect(reasons(errors)).toEqual([7]);
    expect(queue(instance.ossl)).toEqual([]);
  });

  test("errors at FINISH are appended to the caller's", async () => {
    const instance = await load();
    const { turn } = cScript(instance, [['raise', 7], ['pause'], ['raise', 8], ['return', 0]]);
    raise(instance, 3);
    turn();
    turn();
    expect(queue(instance.ossl)).toEqual([3, 7, 8]);
  });

  test('a failed run rejects with the whole queue, oldest first, with its particulars', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['raise', 7], ['pause'], ['raise', 8], ['return', 0]]);
    const error = (await rejection(ossl.run(jobs.script, { args: script.args }))) as {
      errors: { code: number; file: string; line: number }[];
    };
    expect(error).toMatchObject({ code: 'openssl' });
    expect(reasons(error.errors)).toEqual([7, 8]);
    expect(error.errors[0]).toMatchObject({
      file: expect.stringContaining('script.c') as string,
      func: 'test_script',
    });
    expect(error.errors[0]?.line).toBeGreaterThan(0);
    expect(queue(ossl)).toEqual([]);
  });

  test('a job that is reused from the pool starts with an empty queue', async () => {
    const instance = await load({ pool: { max: 1 } });
    start(instance, [
      ['raise', 7],
      ['return', 0],
    ]);
    const { script } = start(instance, [
      ['peekError', 0, 0, 'found'],
      ['return', 1],
    ]);
    expect(script.result('found')).toBe(0);
    expect(instance.ossl.stats().jobs.allocated).toBe(1);
  });

  test('two jobs with interleaved marks lose nothing', async () => {
    const instance = await load();
    const steps = (base: number): Step[] => [
      ['raise', base + 1],
      ['setMark', 0, 0, 'mark'],
      ['raise', base + 2],
      ['pause'],
      ['popToMark', 0, 0, 'popped'],
      ['peekError', 0, 0, 'after'],
      ['pause'],
      ['raise', base + 3],
      ['return', 0],
    ];
    const one = cScript(instance, steps(10));
    const two = cScript(instance, steps(20));
    raise(instance, 1);
    instance.ossl.exports.ERR_set_mark();
    raise(instance, 2);
    one.turn();
    two.turn();
    one.turn();
    two.turn();
    for (const [{ script }, base] of [
      [one, 10],
      [two, 20],
    ] as const)
      expect(['mark', 'popped', 'after'].map((name) => script.result(name))).toEqual([
        1,
        1,
        base + 1,
      ]);
    // the caller's own mark stands, and cuts only what the caller raised
    expect(instance.ossl.exports.ERR_pop_to_mark()).toBe(1);
    two.turn();
    one.turn();
    expect(queue(instance.ossl)).toEqual([1, 21, 23, 11, 13]);
  });

  test("a mark of the caller's is out of a job's reach", async () => {
    const instance = await load();
    raise(instance, 1);
    instance.ossl.exports.ERR_set_mark();
    raise(instance, 2);
    const { script, turn } = cScript(instance, [
      ['popToMark', 0, 0, 'popped'],
      ['return', 1],
    ]);
    turn();
    expect(script.result('popped')).toBe(0);
    expect(instance.ossl.exports.ERR_pop_to_mark()).toBe(1);
    expect(queue(instance.ossl)).toEqual([1]);
  });

  test('a hundred jobs in turn keep a hundred queues', async () => {
    const instance = await load();
    const all = Array.from({ length: 100 }, (_, index) =>
      cScript(instance, [
        ['raise', index + 1],
        ['pause'],
        ['peekError', 0, 0, 'after'],
        ['clearError'],
        ['return', 1],
      ]),
    );
    for (const { turn } of all) turn();
    for (const { turn } of [...all].reverse()) turn();
    expect(all.map(({ script }) => script.result('after'))).toEqual(
      all.map((_, index) => index + 1),
    );
    expect(queue(instance.ossl)).toEqual([]);
  });
};
