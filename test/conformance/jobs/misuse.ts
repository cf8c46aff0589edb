// Starting and resuming where upstream's behaviour is undefined: stale handles and wild pointers.
import { ASYNC_ERR, ASYNC_FINISH, ASYNC_PAUSE } from '../../../src/index.js';
import type { Pointer } from '../../../src/index.js';
import { CellJob, codeOf, takeReasons, untouched } from '../../support/c-job.js';
import { ints, type Suite, type TestInstance } from '../../support/suite.js';

/** The pool holds each job once: as many new ones have as many addresses, and a cleanup frees them. */
function poolIsIntact({ jobs, ossl }: TestInstance, count = 5): boolean {
  const started = Array.from(
    { length: count },
    () => ossl.startJob({ func: jobs.endless, args: ints(1) }).job,
  );
  const addresses = new Set(started.map((job) => job?.pointer));
  const finished = started.every((job) => ossl.startJob({ job }).ret === 1);
  ossl.cleanupThread();
  const { jobs: left, memory } = ossl.stats();
  return addresses.size === count && finished && left.allocated === 0 && memory.stacks === 0;
}

export const misuse: Suite = ({ compiledTestModule, expect, load, test }) => {
  test('a handle is refused after FINISH, whatever is asked of it', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const { job } = ossl.startJob({ func: jobs.endless, args: ints(1) });
    if (!job) throw new Error('The job did not pause');
    ossl.startJob({ job });
    const before = ossl.stats();
    for (const use of [
      () => ossl.startJob({ job }),
      () => job.pointer,
      () => job.waitContext,
      () => job.pause(),
      () => {
        job.cancel();
      },
    ])
      expect(codeOf(use)).toBe('stale');
    expect(job.state).toBe('finished');
    expect(ossl.takeErrors()).toEqual([]);
    expect(ossl.stats()).toEqual(before);
    expect(poolIsIntact(instance)).toBe(true);
  });

  test('it is refused although its address belongs to another job', async () => {
    const instance = await load({ pool: { max: 1, initial: 1 } });
    const { jobs, ossl } = instance;
    const first = ossl.startJob({ func: jobs.endless, args: ints(1) }).job;
    const pointer = first?.pointer ?? 0;
    ossl.startJob({ job: first });
    const second = ossl.startJob({ func: jobs.deep, args: ints(9, 1) }).job;
    expect((second?.pointer ?? 0) >>> 0).toBe(pointer >>> 0);
    expect(second?.pointer).not.toBe(pointer);
    expect(codeOf(() => ossl.startJob({ job: first }))).toBe('stale');
    expect(codeOf(() => first?.pointer)).toBe('stale');
    expect(ossl.startJob({ job: second })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
  });

  test('a pointer of the C-shaped layer carries its generation', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1, initial: 1 } });
    const c = new CellJob(ossl, jobs.endless, { args: ints(1) });
    c.turn();
    const stale = c.job;
    c.turn();
    const next = new CellJob(ossl, jobs.endless, { args: ints(1) });
    next.turn();
    expect(next.job >>> 0).toBe(stale >>> 0);
    expect(next.job).not.toBe(stale);
    const { memory } = ossl.c;
    expect(
      codeOf(() => {
        memory.setJob(c.cell, stale);
      }),
    ).toBe('stale');
    expect(codeOf(() => ossl.c.ASYNC_get_wait_ctx(stale))).toBe('stale');
    expect(next.turn()).toBe(ASYNC_FINISH);
  });

  test('so does one that was only ever seen inside its job', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1, initial: 1 } });
    const context = ossl.c.ASYNC_WAIT_CTX_new();
    const seen: Pointer<'ASYNC_JOB'>[] = [];
    const look = (): number => seen.push(ossl.c.ASYNC_get_current_job());
    expect(new CellJob(ossl, look).turn()).toBe(ASYNC_FINISH);
    expect(ossl.startJob({ func: look }).result).toBe(ASYNC_FINISH);
    const next = new CellJob(ossl, jobs.endless, { args: ints(1), context });
    next.turn();
    for (const stale of seen) {
      expect(stale >>> 0).toBe(next.address);
      expect(codeOf(() => ossl.c.ASYNC_get_wait_ctx(stale))).toBe('stale');
    }
    expect(next.turn()).toBe(ASYNC_FINISH);
  });

  test('a stale address in a cell is refused by C, and the pool holds the job once', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const c = new CellJob(ossl, jobs.endless, { args: ints(1) });
    c.turn();
    const stale = c.address;
    expect(c.turn()).toBe(ASYNC_FINISH);
    for (const turn of [() => c.turn(), () => c.rawTurn()]) {
      c.setAddress(stale);
      ossl.c.memory.setInt(c.ret, untouched);
      expect(turn()).toBe(ASYNC_ERR);
      expect([c.address, c.value]).toEqual([stale, untouched]);
      expect(takeReasons(ossl)).toEqual([
        expect.stringContaining('given a job that is not paused'),
      ]);
    }
    expect(poolIsIntact(instance)).toBe(true);
  });

  test('a job whose memory has been freed is refused', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const c = new CellJob(ossl, jobs.endless, { args: ints(1) });
    c.turn();
    const stale = c.address;
    c.turn();
    ossl.cleanupThread();
    c.setAddress(stale);
    expect([c.rawTurn(), c.turn()]).toEqual([ASYNC_ERR, ASYNC_ERR]);
    expect(takeReasons(ossl)).toHaveLength(2);
    expect(poolIsIntact(instance)).toBe(true);
  });

  test('an address that never was a job is refused', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const paused = new CellJob(ossl, jobs.endless, { args: ints(1) });
    paused.turn();
    const end = ossl.stats().memory.total;
    const wild = [1, 8, 1024, paused.address + 8, paused.address + 1, paused.address - 8];
    const c = new CellJob(ossl, jobs.endless);
    for (const address of [...wild, c.ret, c.cell, end - 8, end, end + 8, 0x7ffffff8, -8]) {
      for (const turn of [() => c.rawTurn(), () => c.turn()]) {
        c.setAddress(address);
        expect(turn()).toBe(ASYNC_ERR);
        expect(c.address).toBe(address >>> 0);
        expect(takeReasons(ossl)).toEqual([expect.stringContaining('never was one')]);
      }
    }
    expect(paused.turn()).toBe(ASYNC_FINISH);
    expect(poolIsIntact(instance)).toBe(true);
  });

  test('a cancelled job that was resumed is as stale as any', async () => {
    const { jobs, ossl } = await load();
    const { job } = ossl.startJob({ func: jobs.endless });
    job?.cancel();
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 0 });
    expect(codeOf(() => ossl.startJob({ job }))).toBe('stale');
    expect(
      codeOf(() => {
        job?.cancel();
      }),
    ).toBe('stale');
  });

  test('a pause outside of a job returns 1', async () => {
    const { exports, jobs, ossl } = await load();
    const { c } = ossl;
    const pause = (): number[] => [c.ASYNC_pause_job(), exports.ASYNC_pause_job()];
    expect(pause()).toEqual([1, 1]);
    const { job } = ossl.startJob({ func: jobs.endless, args: ints(1) });
    expect(pause()).toEqual([1, 1]);
    ossl.startJob({ job });
    expect(pause()).toEqual([1, 1]);
    // a function that would pause in a job runs through when it is called without one
    const args = ossl.c.memory.newBytes(ints(12, 3));
    expect(exports.test_call(jobs.deep, args)).toBe(1);
    expect(ossl.stats().jobs.pauses).toBe(1);
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('a pause from JavaScript that C called in a job fails: its frames cannot be suspended', async () => {
    const { exports, ossl } = await load();
    const { job, result } = ossl.startJob({
      func: function* (): Generator<undefined, number> {
        yield;
        return exports.ASYNC_pause_job();
      },
    });
    expect(result).toBe(ASYNC_PAUSE);
    const outcome = ossl.startJob({ job });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, value: 0 });
    expect(outcome.errors.map(({ data }) => data)).toEqual([
      expect.stringContaining('called from a JavaScript function'),
    ]);
  });

  test('a pause as the very first call returns 1 and touches no memory', async () => {
    const module = await compiledTestModule();
    const called: string[] = [];
    const host = Object.fromEntries(
      WebAssembly.Module.imports(module).map(({ name }) => [
        name,
        (): number => {
          called.push(name);
          return 0;
        },
      ]),
    );
    const { exports } = await WebAssembly.instantiate(module, { host });
    const { ASYNC_block_pause, ASYNC_pause_job, _initialize, memory } = exports as Record<
      string,
      never
    > as unknown as {
      _initialize: () => void;
      ASYNC_pause_job: () => number;
      ASYNC_block_pause: () => void;
      memory: WebAssembly.Memory;
    };
    _initialize();
    const before = new Uint8Array(memory.buffer).slice();
    expect(ASYNC_pause_job()).toBe(1);
    expect(called).toEqual([]);
    const after = new Uint8Array(memory.buffer);
    expect(after.length).toBe(before.length);
    expect(after.every((byte, at) => byte === before[at])).toBe(true);
    ASYNC_block_pause(); // initialises by itself, as upstream's does
    expect(ASYNC_pause_job()).toBe(1);
  });
};
