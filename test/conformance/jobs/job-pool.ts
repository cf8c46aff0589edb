// ASYNC_init_thread(3) and ASYNC_cleanup_thread(3): the pool of jobs.
import { ASYNC_FINISH, ASYNC_NO_JOBS, ASYNC_PAUSE } from '../../../src/index.js';
import { CellJob, codeOf, takeReasons, untouched } from '../../support/c-job.js';
import { Script } from '../../support/script.js';
import { ints, type Suite, type TestInstance } from '../../support/suite.js';

/** ERR_NUM_ERRORS: how many entries an error queue has. */
const ERROR_ENTRIES = 16;

/** Starts a job that pauses as often as it is told. */
function pausing({ jobs, ossl }: TestInstance, pauses = 1): CellJob {
  return new CellJob(ossl, jobs.endless, { args: ints(pauses) });
}

export const jobPool: Suite = ({ expect, load, test }) => {
  test('the third start in a pool of two is NO_JOBS, until one has finished', async () => {
    const instance = await load();
    const { ossl } = instance;
    ossl.initThread(2, 0);
    const [first, second, third] = [pausing(instance), pausing(instance), pausing(instance)];
    expect([first.turn(), second.turn()]).toEqual([ASYNC_PAUSE, ASYNC_PAUSE]);
    for (const turn of [() => third.turn(), () => third.rawTurn()]) {
      expect(turn()).toBe(ASYNC_NO_JOBS);
      expect([third.address, third.value]).toEqual([0, untouched]);
      expect(ossl.takeErrors()).toEqual([]);
    }
    expect(first.turn()).toBe(ASYNC_FINISH);
    expect(third.turn()).toBe(ASYNC_PAUSE);
    expect([second.turn(), third.turn()]).toEqual([ASYNC_FINISH, ASYNC_FINISH]);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 2, started: 3, finished: 3, live: 0 });
  });

  test('the facade says NO_JOBS, and the wait context is not in use', async () => {
    const { jobs, ossl } = await load({ pool: { max: 2 } });
    const func = jobs.endless;
    const held = [0, 1].map(() => ossl.startJob({ func, args: ints(1) }));
    const waitContext = ossl.newWaitContext();
    for (const refused of [func, () => 1]) {
      const outcome = ossl.startJob({ func: refused, waitContext });
      expect(outcome).toMatchObject({ result: ASYNC_NO_JOBS, job: null, ret: undefined });
      expect(outcome.errors).toEqual([]);
    }
    waitContext.free();
    expect(ossl.stats()).toMatchObject({ waitContexts: 0, references: 0 });
    for (const { job } of held) expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
    expect(ossl.startJob({ func: () => 5 }).value).toBe(5);
  });

  test('pool (1,1) holds one job, made beforehand', async () => {
    const instance = await load();
    const { ossl } = instance;
    expect(ossl.c.ASYNC_init_thread(1, 1)).toBe(1);
    expect(ossl.stats().jobs.allocated).toBe(1);
    for (let round = 0; round < 3; round++) {
      const [first, second] = [pausing(instance), pausing(instance)];
      expect(first.turn()).toBe(ASYNC_PAUSE);
      expect(second.turn()).toBe(ASYNC_NO_JOBS);
      expect(first.turn()).toBe(ASYNC_FINISH);
    }
    expect(ossl.stats().jobs.allocated).toBe(1);
  });

  test('pool (0,0) has no limit', async () => {
    const instance = await load();
    const { ossl } = instance;
    expect(ossl.c.ASYNC_init_thread(0, 0)).toBe(1);
    expect(ossl.stats().jobs.allocated).toBe(0);
    const started = Array.from({ length: 100 }, () => pausing(instance));
    for (const job of started) expect(job.turn()).toBe(ASYNC_PAUSE);
    expect(ossl.stats().jobs.allocated).toBe(100);
    for (const job of started) expect(job.turn()).toBe(ASYNC_FINISH);
  });

  test('(0,1) and (2,3) fail with INVALID_POOL_SIZE and leave the pool as it was', async () => {
    const instance = await load({ pool: { max: 1, initial: 1 } });
    const { ossl } = instance;
    for (const [max, initial] of [
      [0, 1],
      [2, 3],
    ] as const) {
      for (const init of [
        () => ossl.c.ASYNC_init_thread(max, initial),
        () => ossl.exports.ASYNC_init_thread(max, initial),
      ]) {
        expect(init()).toBe(0);
        const errors = ossl.takeErrors();
        expect(errors).toMatchObject([{ reason: 'invalid pool size', func: 'ASYNC_init_thread' }]);
        expect((errors[0]?.code ?? 0) & 0x7fffff).toBe(103); // ASYNC_R_INVALID_POOL_SIZE
      }
      expect(
        codeOf(() => {
          ossl.initThread(max, initial);
        }),
      ).toBe('argument');
      expect(ossl.takeErrors()).toEqual([]);
    }
    const [first, second] = [pausing(instance), pausing(instance)];
    expect([first.turn(), second.turn()]).toEqual([ASYNC_PAUSE, ASYNC_NO_JOBS]);
    expect(ossl.stats().jobs.allocated).toBe(1);
  });

  test('sizes that are no sizes are refused, at load time too', async () => {
    const { ossl } = await load();
    for (const size of [-1, 0.5, NaN, Infinity])
      expect(
        codeOf(() => {
          ossl.initThread(size);
        }),
      ).toBe('argument');
    await expect(load({ pool: { max: 1, initial: 2 } })).rejects.toMatchObject({
      code: 'argument',
    });
  });

  test('a second init_thread replaces an idle pool and leaks nothing', async () => {
    const { exports, ossl } = await load();
    ossl.initThread(4, 4);
    const { heap } = ossl.stats().memory;
    for (let round = 0; round < 10; round++) ossl.initThread(4, 4);
    expect(exports.ASYNC_init_thread(4, 4)).toBe(1);
    expect(ossl.stats()).toMatchObject({ jobs: { allocated: 4 }, memory: { heap } });
    ossl.initThread(1, 0);
    expect(ossl.stats()).toMatchObject({ jobs: { allocated: 0 }, memory: { stacks: 0 } });
  });

  test('a second init_thread is refused while jobs are live, so that the limit holds', async () => {
    const instance = await load({ pool: { max: 1 } });
    const { exports, ossl } = instance;
    const [first, second] = [pausing(instance), pausing(instance)];
    first.turn();
    expect(
      codeOf(() => {
        ossl.initThread(5, 0);
      }),
    ).toBe('in-use');
    expect(codeOf(() => ossl.c.ASYNC_init_thread(5, 0))).toBe('in-use');
    expect(ossl.takeErrors()).toEqual([]);
    expect(exports.ASYNC_init_thread(5, 0)).toBe(0);
    expect(takeReasons(ossl)).toEqual([expect.stringContaining('while 1 jobs are live')]);
    expect(second.turn()).toBe(ASYNC_NO_JOBS);
    expect(first.turn()).toBe(ASYNC_FINISH);
    ossl.initThread(2, 2);
    expect(ossl.stats().jobs.allocated).toBe(2);
  });

  test('a stack that cannot be allocated gives NO_JOBS, *job untouched, no leak', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    let giving = false;
    const builtIn = ossl.getMemFunctions();
    ossl.setMemFunctions({ alloc: (size) => (giving ? builtIn.alloc(size) : null) });
    const c = pausing(instance);
    const waitContext = ossl.newWaitContext();
    c.turn(); // makes the pool itself
    const before = ossl.stats();
    for (const turn of [() => c.turn(), () => c.rawTurn()]) {
      expect(turn()).toBe(ASYNC_NO_JOBS);
      expect([c.address, c.value]).toEqual([0, untouched]);
      expect(ossl.takeErrors()).toEqual([]);
    }
    for (const func of [jobs.endless, () => 1])
      expect(ossl.startJob({ func, waitContext })).toMatchObject({
        result: ASYNC_NO_JOBS,
        errors: [],
      });
    expect(ossl.stats()).toEqual(before);
    giving = true;
    expect([c.turn(), c.turn()]).toEqual([ASYNC_PAUSE, ASYNC_FINISH]);
  });

  test('the same when the memory limit is reached, and it passes when there is room', async () => {
    const { memory } = (await load()).ossl.stats();
    const instance = await load({ memoryLimit: memory.total + (8 << 20) });
    const { exports, ossl } = instance;
    const c = pausing(instance);
    ossl.initThread(0, 0);
    // One block of 32 KiB is left over, where no stack of 64 KiB fits but all else does.
    const spare = exports.osa_malloc(32 << 10);
    const larger = exports.osa_malloc(256 << 10);
    for (let size = 1 << 20; size >= 64; size /= 2) while (exports.osa_malloc(size) !== 0);
    exports.osa_free(spare);
    ossl.takeErrors();
    const refused = (times: number): void => {
      for (let time = 0; time < times; time++) {
        expect(c.turn()).toBe(ASYNC_NO_JOBS);
        expect([c.address, c.value]).toEqual([0, untouched]);
        expect(takeReasons(ossl)).toEqual(['malloc failure']); // OPENSSL_malloc's own, as upstream
      }
    };
    refused(ERROR_ENTRIES); // an error queue keeps the memory of its entries
    const before = ossl.stats();
    refused(4 * ERROR_ENTRIES);
    const after = ossl.stats();
    const { heap } = before.memory;
    expect({ ...after, memory: { ...after.memory, heap } }).toEqual(before);
    // An entry's block may be 8 bytes larger than before, where the rest would be too small for a block. What leaks
    // takes 16 bytes each time.
    expect(Math.abs(after.memory.heap - heap)).toBeLessThanOrEqual(8 * ERROR_ENTRIES);
    exports.osa_free(larger);
    expect([c.turn(), c.turn()]).toEqual([ASYNC_PAUSE, ASYNC_FINISH]);
    expect(ossl.dead).toBeUndefined();
  });

  test('init_thread makes as many as it can and says nothing', async () => {
    const { ossl } = await load();
    const builtIn = ossl.getMemFunctions();
    let left = 2;
    ossl.setMemFunctions({ alloc: (size) => (left-- > 0 ? builtIn.alloc(size) : null) });
    ossl.initThread(5, 5);
    expect(ossl.stats().jobs.allocated).toBe(2);
    expect(ossl.takeErrors()).toEqual([]);
    left = 10;
    const started = Array.from({ length: 6 }, () =>
      ossl.startJob({
        func: function* () {
          yield;
        },
      }),
    );
    expect(started.map(({ result }) => result)).toEqual([2, 2, 2, 2, 2, ASYNC_NO_JOBS]);
  });

  test('start works without init_thread, with no limit', async () => {
    const instance = await load();
    const started = Array.from({ length: 50 }, () => pausing(instance));
    for (const job of started) expect(job.turn()).toBe(ASYNC_PAUSE);
    for (const job of started) expect(job.turn()).toBe(ASYNC_FINISH);
    expect(instance.ossl.takeErrors()).toEqual([]);
  });

  test('cleanup_thread, then start, works, and gives every stack back', async () => {
    const instance = await load();
    const { ossl } = instance;
    for (let round = 0; round < 3; round++) {
      const c = pausing(instance);
      expect([c.turn(), c.turn()]).toEqual([ASYNC_PAUSE, ASYNC_FINISH]);
      expect(ossl.stats().jobs.allocated).toBe(1);
      if (round === 0) ossl.cleanupThread();
      else if (round === 1) ossl.c.ASYNC_cleanup_thread();
      else ossl.exports.ASYNC_cleanup_thread();
      expect(ossl.stats()).toMatchObject({ jobs: { allocated: 0 }, memory: { stacks: 0 } });
    }
    ossl.cleanupThread(); // there is nothing to clean up, which is fine
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('cleanup_thread forgets the limit of the pool', async () => {
    const instance = await load({ pool: { max: 1 } });
    instance.ossl.cleanupThread();
    expect([pausing(instance).turn(), pausing(instance).turn()]).toEqual([
      ASYNC_PAUSE,
      ASYNC_PAUSE,
    ]);
  });

  test('cleanup_thread with paused jobs is refused, and they go on', async () => {
    const { exports, jobs, ossl } = await load();
    const c = new CellJob(ossl, jobs.deep, { args: ints(20, 1) });
    expect(c.turn()).toBe(ASYNC_PAUSE);
    const before = ossl.stats();
    expect(
      codeOf(() => {
        ossl.cleanupThread();
      }),
    ).toBe('in-use');
    expect(
      codeOf(() => {
        ossl.c.ASYNC_cleanup_thread();
      }),
    ).toBe('in-use');
    expect(ossl.takeErrors()).toEqual([]);
    expect(ossl.stats()).toEqual(before);
    exports.ASYNC_cleanup_thread();
    expect(takeReasons(ossl)).toEqual([expect.stringContaining('while 1 jobs are paused')]);
    expect(ossl.stats().jobs).toEqual(before.jobs);
    expect(c.turn()).toBe(ASYNC_FINISH);
    expect(c.value).toBe(1);
    ossl.cleanupThread();
    expect(ossl.stats().jobs.allocated).toBe(0);
  });

  test('cleanup_thread and init_thread inside a job in C are refused', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [
      ['cleanupThread'],
      ['initThread', 3, 1, 'init'],
      ['pause', 0, 0, 'paused'],
      ['cleanupThread'],
      ['return', 26],
    ]);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    const outcome = ossl.startJob({ job });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 26 });
    expect(outcome.errors.map(({ data }) => data)).toEqual([
      expect.stringContaining('ASYNC_cleanup_thread was called inside a job'),
      expect.stringContaining('ASYNC_init_thread was called'),
      expect.stringContaining('ASYNC_cleanup_thread was called inside a job'),
    ]);
    expect([script.result('init'), script.result('paused')]).toEqual([0, 1]);
    ossl.cleanupThread();
    expect(ossl.stats().jobs.allocated).toBe(0);
  });

  test('they are refused inside a job in JavaScript', async () => {
    const { ossl } = await load();
    const outcome = ossl.startJob({
      func: () =>
        [
          () => {
            ossl.cleanupThread();
          },
          () => {
            ossl.c.ASYNC_cleanup_thread();
          },
          () => {
            ossl.initThread(1);
          },
          () => ossl.c.ASYNC_init_thread(1, 0),
        ].map(codeOf),
    });
    expect(outcome.value).toEqual(['in-job', 'in-job', 'in-job', 'in-job']);
    expect(outcome.errors).toEqual([]);
  });
};
