// What goes wrong badly: an exception of the user's leaves the instance usable, a trap leaves it clearly
// dead, and other instances never notice.
import type { OpenSSL } from '../../src/index.js';
import { isPending, paused, rejection, start, thrown, until } from '../support/start.js';
import { Script, type Step } from '../support/script.js';
import { ints, later, type Suite, type TestInstance } from '../support/suite.js';

/** Still does what it should: a job in C and one in JavaScript that pause. */
async function works({ jobs, ossl }: TestInstance): Promise<boolean> {
  const inC = await ossl.run(jobs.deep, { args: ints(20, 3) });
  const inJs = await ossl.run(async () => {
    await later();
    return 'value';
  });
  return inC === 1 && inJs === 'value' && ossl.dead === undefined;
}

/** Every way of calling an instance; a promise counts as its rejection. */
function calls(ossl: OpenSSL): (() => unknown)[] {
  return [
    () => ossl.startJob({ func: () => 1 }),
    () => ossl.newWaitContext(),
    () => ossl.newHandle(),
    () => ossl.handle(1 << 20),
    () => {
      ossl.initThread(1);
    },
    () => {
      ossl.cleanupThread();
    },
    () => ossl.getCurrentJob(),
    () => {
      ossl.blockPause();
    },
    () => ossl.isCapable(),
    () => ossl.stats(),
    () => ossl.takeErrors(),
    () => ossl.version,
    () => ossl.c.ASYNC_WAIT_CTX_new(),
    () => ossl.c.memory.malloc(1),
    () => ossl.exports.osa_malloc(1),
  ];
}

export const faults: Suite = ({ expect, load, loadShipped, test }) => {
  const dead = expect.objectContaining({ code: 'dead' }) as Error;
  const trap: Step[] = [['trap'], ['return', 1]];

  test('82 memory grows while a job is paused: the job and the views go on', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const { fd } = ossl.newHandle();
    const { job, script } = start(
      instance,
      [
        ['setWaitFd', 1, fd],
        ['pause', 0, 0, 'paused'],
        ['return', 7],
      ],
      context,
    );
    const deep = ossl.startJob({ func: instance.jobs.deep, args: ints(50, 1) });
    const before = ossl.exports.memory.buffer;
    const block = ossl.c.memory.newBytes(new Uint8Array(64 << 20).fill(0xa5));
    expect(ossl.exports.memory.buffer).not.toBe(before);
    expect(before.byteLength).toBe(0);
    expect(context.getAllFds()).toEqual([fd]);
    expect(ossl.startJob({ job })).toMatchObject({ result: 3, ret: 7 });
    expect(script.result('paused')).toBe(1);
    expect(ossl.startJob({ job: deep.job })).toMatchObject({ result: 3, ret: 1 });
    expect(ossl.c.memory.getBytes(block, 4)).toEqual(Uint8Array.of(0xa5, 0xa5, 0xa5, 0xa5));
    expect(ossl.stats().memory.total).toBeGreaterThan(64 << 20);
  });

  test('82 memory that grows inside a callback: C and JavaScript go on', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    let before: ArrayBuffer | undefined;
    context.setCallback(() => {
      before = ossl.exports.memory.buffer;
      ossl.c.memory.malloc(32 << 20);
      return 5;
    });
    const fds = ossl.c.memory.newInts([0, 0]);
    const { outcome, script } = start(
      instance,
      [
        ['callCallback', 0, 0, 'called'],
        ['pipe', fds, 0, 'pipe'],
        ['return', 7],
      ],
      context,
    );
    expect(before?.byteLength).toBe(0);
    expect(outcome.ret).toBe(7);
    expect([script.result('called'), script.result('pipe')]).toEqual([5, 0]);
    expect(ossl.handle(ossl.c.memory.getInt(fds, 0)).closed).toBe(false);
  });

  test('82 when the memory may grow no more, the call is refused and paused jobs go on', async () => {
    const instance = await load({ memoryLimit: 32 << 20 });
    const { ossl } = instance;
    const { job } = start(instance, [['pause'], ['return', 7]]);
    expect(thrown(() => ossl.c.memory.malloc(64 << 20))).toMatchObject({ code: 'memory' });
    expect(ossl.startJob({ job })).toMatchObject({ result: 3, ret: 7 });
    expect(await works(instance)).toBe(true);
  });

  test('83 a trap in a job: the instance is dead, and every later call says so', async () => {
    const instance = await load();
    const { ossl } = instance;
    expect(ossl.dead).toBeUndefined();
    const script = new Script(ossl, trap);
    const error = thrown(() => ossl.startJob({ func: instance.jobs.script, args: script.args }));
    expect(error).toMatchObject({
      code: 'dead',
      cause: expect.any(WebAssembly.RuntimeError) as Error,
    });
    expect(ossl.dead).toBe(error);
    for (const call of calls(ossl)) expect(call).toThrow(dead);
    expect(await rejection(ossl.run(() => 1))).toBe(error);
    expect(await rejection(ossl.generateKey({ algorithm: 'RSA', bits: 512 }))).toBe(error);
  });

  test('83 a trap ends every pending promise: runs in any state, polls and readables', async () => {
    const { exports, jobs, ossl } = await load({ pool: { max: 3 } });
    const handle = ossl.newHandle();
    const pending = [
      ossl.run(async (job) => {
        job.waitContext?.setWaitFd('never', handle);
        await job.pause();
      }),
      ossl.run(() => new Promise(() => undefined)),
      ossl.run(jobs.endless),
      ossl.run(jobs.endless), // waits for a place in the pool
      handle.readable,
      ossl.poll([handle, ossl.newHandle()], { timeout: 1_000_000 }),
    ].map(rejection);
    await until(() => paused(ossl) === 3);
    const args = ossl.c.memory.newBytes(new Script(ossl, trap).args);
    const late = rejection(ossl.run(() => 1)); // ready, but has not run
    expect(() => exports.test_call(jobs.script, args)).toThrow(dead);
    for (const promise of [...pending, late]) expect(await promise).toBe(ossl.dead);
  });

  test('83 a trap in one of many runs: all reject', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['pause'], ...trap]);
    const runs = [
      ossl.run(jobs.endless),
      ossl.run(jobs.script, { args: script.args }),
      ossl.run(jobs.endless),
    ].map(rejection);
    for (const run of runs) expect(await run).toBe(ossl.dead);
    expect(ossl.dead).toMatchObject({ code: 'dead' });
  });

  test('83 a blown C stack is found at the next switch: dead, with the reason', async () => {
    const { jobs, ossl } = await load({ stackSize: 16384 });
    const script = new Script(ossl, [['overflow'], ['return', 1]]);
    ossl.c.memory.malloc(1 << 18); // below the stack: nothing of value is overwritten on the way
    const error = await rejection(ossl.run(jobs.script, { args: script.args }));
    expect(error).toMatchObject({
      code: 'dead',
      message: expect.stringContaining('larger stackSize') as string,
    });
    expect(() => ossl.stats()).toThrow(dead);
  });

  test('83 the same depth in a larger stack is fine', async () => {
    const instance = await load({ stackSize: 1 << 18 });
    const script = new Script(instance.ossl, [['overflow'], ['return', 7]]);
    expect(await instance.ossl.run(instance.jobs.script, { args: script.args })).toBe(7);
    expect(await works(instance)).toBe(true);
  });

  test('83 exit() in C: dead, with the reason', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['exit', 3]]);
    expect(await rejection(ossl.run(jobs.script, { args: script.args }))).toMatchObject({
      code: 'dead',
      message: expect.stringContaining('exit()') as string,
    });
    expect(() => ossl.newWaitContext()).toThrow(dead);
  });

  test('83 what a job in JavaScript waits for ends too when the instance does', async () => {
    for (const end of ['trap', 'dispose'] as const) {
      const instance = await load();
      const { ossl } = instance;
      const told: unknown[] = [];
      const runs = [
        ossl.run(async (job) => {
          job.signal.addEventListener('abort', () => told.push(job.signal.reason));
          await new Promise(() => undefined);
        }),
        ossl.run(async (job) => {
          job.waitContext?.setWaitFd('never', ossl.newHandle());
          await job.pause().catch((error: unknown) => told.push(error));
        }),
        ossl.run(function* () {
          try {
            yield new Promise(() => undefined);
          } catch (error) {
            told.push(error);
          }
        }),
      ].map(rejection);
      ossl.startJob({
        func: function* () {
          try {
            yield;
          } catch (error) {
            told.push(error);
          }
        },
      });
      await until(() => paused(ossl) === 4);
      if (end === 'trap') expect(() => start(instance, trap)).toThrow(dead);
      else ossl[Symbol.dispose]();
      for (const run of runs) expect(await run).toBe(ossl.dead);
      expect(told).toHaveLength(4);
      for (const error of told) expect(error).toBe(ossl.dead);
    }
  });

  test('83 what onError itself throws does not reach C, and is printed', async () => {
    const mine = new Error('mine');
    const instance = await load({
      onError: () => {
        throw mine;
      },
    });
    const context = instance.ossl.newWaitContext();
    context.setCallback(() => {
      throw new Error('first');
    });
    const printed: unknown[] = [];
    const { error } = console;
    console.error = (...given: unknown[]) => printed.push(...given);
    try {
      const { outcome } = start(instance, [['callCallback'], ['return', 7]], context);
      expect(outcome.ret).toBe(7);
    } finally {
      console.error = error;
    }
    expect(printed).toContain(mine);
    expect(await works(instance)).toBe(true);
  });

  test('83 other instances go on when one dies', async () => {
    const [one, two] = [await load(), await load()];
    const waiting = start(two, [['pause'], ['return', 7]]);
    const run = two.ossl.run(() => later(5));
    expect(() => start(one, trap)).toThrow(dead);
    expect(two.ossl.startJob({ job: waiting.job })).toMatchObject({ ret: 7 });
    await run;
    expect(await works(two)).toBe(true);
  });

  test('83 freeing and closing are harmless on a dead instance', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const handle = ossl.newHandle();
    expect(() => start(instance, trap)).toThrow(dead);
    context.free();
    handle.close();
    ossl[Symbol.dispose]();
    await ossl[Symbol.asyncDispose]();
    expect(() => context.getAllFds()).toThrow(dead);
    expect(() => {
      handle.signal();
    }).toThrow(dead);
  });

  test('83 what a callback throws goes to onError, C gets 0, and the instance is usable', async () => {
    const errors: unknown[] = [];
    const instance = await load({ onError: (error) => errors.push(error) });
    const context = instance.ossl.newWaitContext();
    const mine = new Error('mine');
    context.setCallback(() => {
      throw mine;
    });
    const { outcome, script } = start(
      instance,
      [
        ['callCallback', 0, 0, 'got'],
        ['return', 7],
      ],
      context,
    );
    expect(script.result('got')).toBe(0);
    expect(outcome.ret).toBe(7);
    expect(errors).toEqual([mine]);
    expect(await works(instance)).toBe(true);
  });

  test('83 what a cleanup throws goes to onError, and the other cleanups are called', async () => {
    const errors: unknown[] = [];
    const instance = await load({ onError: (error) => errors.push(error) });
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const called: unknown[] = [];
    for (const key of ['one', 'two', 'three'])
      context.setWaitFd(key, ossl.newHandle(), undefined, () => {
        called.push(key);
        throw new Error(key);
      });
    context.free();
    expect(called).toEqual(['three', 'two', 'one']);
    expect(errors.map((error) => (error as Error).message)).toEqual(called);
    expect(ossl.stats().waitContexts).toBe(0);
    expect(await works(instance)).toBe(true);
  });

  test('83 what a job function throws rejects its run alone, and the instance is usable', async () => {
    const instance = await load();
    const { ossl } = instance;
    const mine = new Error('mine');
    const fail = (): never => {
      throw mine;
    };
    const jobs = [
      fail,
      () => Promise.resolve().then(fail),
      async () => {
        await later();
        fail();
      },
      function* () {
        yield;
        fail();
      },
      async (job: { pause(): Promise<void> }) => {
        await job.pause();
        fail();
      },
    ];
    const results = await Promise.all(jobs.map((job) => rejection(ossl.run(job as never))));
    for (const result of results) expect(result).toMatchObject({ code: 'job', cause: mine });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, references: 0, waitContexts: 0 });
    expect(await works(instance)).toBe(true);
  });

  test('83 whatever is thrown is kept as it is, be it undefined', async () => {
    const { ossl } = await load();
    for (const value of [undefined, null, 'text', { any: 'thing' }, Symbol('odd')]) {
      const run = ossl.run(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- users do
        throw value;
      });
      const error = (await rejection(run)) as Error;
      expect(error).toMatchObject({ code: 'job' });
      expect(error.cause).toBe(value);
    }
  });

  test('83 an exception of the logger goes to onError, and C goes on', async () => {
    const errors: unknown[] = [];
    const mine = new Error('mine');
    const ossl = await loadShipped({
      onError: (error) => errors.push(error),
      logger: () => {
        throw mine;
      },
    });
    expect(ossl.c.write(1, ossl.c.memory.malloc(4), 4)).toBe(4);
    expect(errors).toEqual([mine]);
  });

  test('83 a disposed instance ends every pending promise and refuses every call', async () => {
    const { jobs, ossl } = await load();
    const handle = ossl.newHandle();
    const pending = [ossl.run(jobs.endless), handle.readable, ossl.poll([handle])].map(rejection);
    expect(await isPending(Promise.race(pending))).toBe(true);
    ossl[Symbol.dispose]();
    for (const promise of pending) expect(await promise).toMatchObject({ code: 'disposed' });
    for (const call of calls(ossl))
      expect(call).toThrow(expect.objectContaining({ code: 'disposed' }));
    expect(await rejection(ossl.run(() => 1))).toMatchObject({ code: 'disposed' });
    expect(await rejection(ossl.poll([handle]))).toMatchObject({ code: 'disposed' });
  });
};
