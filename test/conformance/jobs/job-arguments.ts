// ASYNC_start_job(3): what becomes of func, args, size and the wait context.
import { ASYNC_ERR, ASYNC_FINISH, ASYNC_PAUSE } from '../../../src/index.js';
import type { Pointer } from '../../../src/index.js';
import { CellJob, codeOf, takeReasons, untouched } from '../../support/c-job.js';
import { Script } from '../../support/script.js';
import { ints, type Suite } from '../../support/suite.js';

export const jobArguments: Suite = ({ expect, load, test }) => {
  test('arguments are copied: C sees no change after the start', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [
      ['args', 0, 0, 'address'],
      ['pause'],
      ['argsWord', 1, 0, 'word'],
      ['return', 1],
    ]);
    const c = new CellJob(ossl, jobs.script, { args: ints(script.pointer, 111) });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    expect(script.result('address')).not.toBe(c.args);
    ossl.c.memory.setInt(c.args as Pointer<string> as Pointer<'int'>, 999, 1);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(script.result('word')).toBe(111);
  });

  test('the facade copies the bytes that it is given', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['pause'], ['argsWord', 1, 0, 'word'], ['return', 1]]);
    const args = ints(script.pointer, 222);
    const { job } = ossl.startJob({ func: jobs.script, args });
    args.fill(0xff);
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
    expect(script.result('word')).toBe(222);
  });

  test('a function in JavaScript gets a copy too', async () => {
    const { ossl } = await load();
    const seen: (Uint8Array | null)[] = [];
    const func = function* (args: Uint8Array | null): Generator<undefined, number> {
      yield;
      seen.push(args);
      return 0;
    };
    const c = new CellJob(ossl, func, { args: Uint8Array.of(1, 2, 3, 4) });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    ossl.c.memory.setInt(c.args as Pointer<string> as Pointer<'int'>, -1);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(seen).toEqual([Uint8Array.of(1, 2, 3, 4)]);
  });

  // The job `endless` tells NULL from a pointer: it pauses for ever, or as often as an int says.
  test('arguments of size 0 give func(NULL)', async () => {
    const { jobs, ossl } = await load();
    const pointed = new CellJob(ossl, jobs.endless, { args: ints(0) });
    expect(pointed.turn()).toBe(ASYNC_FINISH);
    const empty = new CellJob(ossl, jobs.endless, { args: ints(0), size: 0 });
    expect(empty.turn()).toBe(ASYNC_PAUSE);
    ossl.exports.osa_cancel_job(empty.address as Pointer<'ASYNC_JOB'>);
    expect(empty.turn()).toBe(ASYNC_FINISH);
    expect(empty.value).toBe(0);
  });

  test('no bytes in the facade give func(NULL), in JavaScript null', async () => {
    const { jobs, ossl } = await load();
    for (const args of [undefined, new Uint8Array(0)]) {
      const { job, result } = ossl.startJob({ func: jobs.endless, ...(args && { args }) });
      expect(result).toBe(ASYNC_PAUSE);
      job?.cancel();
      expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 0 });
    }
    const seen: unknown[] = [];
    const c = new CellJob(ossl, (args) => seen.push(args), { args: ints(1), size: 0 });
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(seen).toEqual([null]);
  });

  test('NULL with a size gives func(NULL)', async () => {
    const { jobs, ossl } = await load();
    const c = new CellJob(ossl, jobs.endless, { size: 4 });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    ossl.exports.osa_cancel_job(c.address as Pointer<'ASYNC_JOB'>);
    expect(c.turn()).toBe(ASYNC_FINISH);
    const seen: unknown[] = [];
    expect(new CellJob(ossl, (args) => seen.push(args), { size: 4 }).turn()).toBe(ASYNC_FINISH);
    expect(seen).toEqual([null]);
  });

  test('a resume ignores function, arguments and size', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['pause'], ['argsWord', 1, 0, 'word'], ['return', 8]]);
    const c = new CellJob(ossl, jobs.script, { args: ints(script.pointer, 88) });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    const other = ossl.c.memory.newBytes(ints(1, 2, 3));
    const { cell, ret } = c;
    expect(ossl.c.ASYNC_start_job(cell, 0, ret, jobs.endless, other, 12)).toBe(ASYNC_FINISH);
    expect([script.result('word'), c.value]).toEqual([88, 8]);
  });

  test('a resume needs no function, and does not call one in JavaScript', async () => {
    const { jobs, ossl } = await load();
    const never = (): never => {
      throw new Error('called');
    };
    for (const func of [0, never] as const) {
      const c = new CellJob(ossl, jobs.deep, { args: ints(5, 1) });
      expect(c.turn()).toBe(ASYNC_PAUSE);
      expect(ossl.c.ASYNC_start_job(c.cell, 0, c.ret, func, 0, 0)).toBe(ASYNC_FINISH);
      expect(c.value).toBe(1);
    }
    const { job } = ossl.startJob({ func: jobs.deep, args: ints(5, 1) });
    const resumed = ossl.startJob({ job, func: never, args: ints(1, 2) });
    expect(resumed).toMatchObject({ result: ASYNC_FINISH, ret: 1, error: undefined });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, references: 0 });
  });

  test('a job in JavaScript goes on with its own function', async () => {
    const { jobs, ossl } = await load();
    const func = function* (): Generator<undefined, number> {
      yield;
      return 5;
    };
    const c = new CellJob(ossl, func);
    expect(c.turn()).toBe(ASYNC_PAUSE);
    const other = ossl.c.memory.newBytes(ints(0));
    expect(ossl.c.ASYNC_start_job(c.cell, 0, c.ret, jobs.endless, other, 4)).toBe(ASYNC_FINISH);
    expect(c.value).toBe(5);
  });

  test('a resume ignores another wait context', async () => {
    const { jobs, ossl } = await load();
    const [first, second] = [ossl.c.ASYNC_WAIT_CTX_new(), ossl.c.ASYNC_WAIT_CTX_new()];
    const script = new Script(ossl, [['pause'], ['waitContext', 0, 0, 'context'], ['return', 1]]);
    const c = new CellJob(ossl, jobs.script, { args: script.args, context: first });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    expect(ossl.c.ASYNC_start_job(c.cell, second, c.ret, 0, 0, 0)).toBe(ASYNC_FINISH);
    expect(script.result('context')).toBe(first >>> 0);
  });

  test('the facade keeps the first wait context in use and leaves the other free', async () => {
    const { jobs, ossl } = await load();
    using first = ossl.newWaitContext();
    using second = ossl.newWaitContext();
    const script = new Script(ossl, [
      ['pause'],
      ['pause'],
      ['waitContext', 0, 0, 'context'],
      ['return', 1],
    ]);
    const { job } = ossl.startJob({
      func: jobs.script,
      args: script.args,
      waitContext: first,
    });
    expect(ossl.startJob({ job, waitContext: second }).result).toBe(ASYNC_PAUSE);
    expect(job?.waitContext).toBe(first);
    expect(
      codeOf(() => {
        first.free();
      }),
    ).toBe('in-use');
    second.free();
    expect(ossl.startJob({ job, waitContext: null }).result).toBe(ASYNC_FINISH);
    expect(script.result('context')).toBe(first.pointer >>> 0);
  });

  test('a new job without a function is refused', async () => {
    const { ossl } = await load();
    expect(codeOf(() => ossl.startJob({}))).toBe('argument');
    expect(codeOf(() => ossl.startJob({ func: 'text' as never }))).toBe('argument');
    const c = new CellJob(ossl, 0);
    for (const turn of [() => c.turn(), () => c.rawTurn()]) {
      expect(turn()).toBe(ASYNC_ERR);
      expect([c.address, c.value]).toEqual([0, untouched]);
      expect(takeReasons(ossl)).toEqual([expect.stringContaining('needs job, ret and')]);
    }
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0, started: 0 }, references: 0 });
  });

  test('cells that are no addresses are refused', async () => {
    const { jobs, ossl } = await load();
    const { cell, ret } = new CellJob(ossl, jobs.script);
    const start = (at: number, result: number) => () =>
      ossl.c.ASYNC_start_job(at as typeof cell, 0, result as typeof ret, jobs.endless, 0, 0);
    for (const wrong of [0, -4, 0.5, cell + 1, 2 ** 31, 2 ** 40, NaN]) {
      expect(codeOf(start(wrong, ret))).toBe('argument');
      expect(codeOf(start(cell, wrong))).toBe('argument');
    }
    expect(ossl.stats().jobs.started).toBe(0);
  });

  test('bytes may begin anywhere, as many as there are', async () => {
    const { memory } = (await load()).ossl.c;
    const bytes = memory.newBytes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const odd = (bytes + 1) as typeof bytes;
    for (const size of [0, 3, 4, 7])
      expect(memory.getBytes(odd, size)).toEqual(
        Uint8Array.of(2, 3, 4, 5, 6, 7, 8).subarray(0, size),
      );
  });

  test('a job function in JavaScript that returns no number has finished all the same', async () => {
    const { ossl } = await load();
    const c = new CellJob(ossl, (() => Symbol('no number')) as never);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(c.value).toBe(0);
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, references: 0 });
  });
};
