// A trap leaves the instance clearly dead, and other instances never notice.
import { asyncDispose, dispose } from '../../../src/base/dispose.js';
import type { OpenSSL } from '../../../src/index.js';
import { isPending, paused, rejection, start, thrown, until, works } from '../../support/start.js';
import { Script, type Step } from '../../support/script.js';
import { later, type Suite } from '../../support/suite.js';

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
    () => ossl.fixes,
    () => ossl.c.ASYNC_WAIT_CTX_new(),
    () => ossl.c.memory.malloc(1),
    () => ossl.exports.osa_malloc(1),
  ];
}

export const traps: Suite = ({ expect, load, test }) => {
  const dead = expect.objectContaining({ code: 'dead' }) as Error;
  const trap: Step[] = [['trap'], ['return', 1]];

  test('a trap in a job: the instance is dead, and every later call says so', async () => {
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

  test('a trap ends every pending promise: runs in any state, polls and readables', async () => {
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

  test('a trap in one of many runs: all reject', async () => {
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

  test('a blown C stack is found at the next switch: dead, with the reason', async () => {
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

  test('a frame that steps over the canary is found when its job pauses', async () => {
    const { jobs, ossl } = await load({ stackSize: 16384 });
    const script = new Script(ossl, [
      ['pauseOverAlloca', 20000, 1],
      ['return', 1],
    ]);
    const error = await rejection(ossl.run(jobs.script, { args: script.args }));
    expect(error).toMatchObject({
      code: 'dead',
      message: expect.stringContaining('larger stackSize') as string,
    });
  });

  test('the same depth in a larger stack is fine', async () => {
    const instance = await load({ stackSize: 1 << 18 });
    const script = new Script(instance.ossl, [['overflow'], ['return', 7]]);
    expect(await instance.ossl.run(instance.jobs.script, { args: script.args })).toBe(7);
    expect(await works(instance)).toBe(true);
  });

  test('exit() in C: dead, with the reason', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['exit', 3]]);
    expect(await rejection(ossl.run(jobs.script, { args: script.args }))).toMatchObject({
      code: 'dead',
      message: expect.stringContaining('exit()') as string,
    });
    expect(() => ossl.newWaitContext()).toThrow(dead);
  });

  test('what a job in JavaScript waits for ends too when the instance does', async () => {
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
      else ossl[dispose]();
      for (const run of runs) expect(await run).toBe(ossl.dead);
      expect(told).toHaveLength(4);
      for (const error of told) expect(error).toBe(ossl.dead);
    }
  });

  test('other instances go on when one dies', async () => {
    const [one, two] = [await load(), await load()];
    const waiting = start(two, [['pause'], ['return', 7]]);
    const run = two.ossl.run(() => later(5));
    expect(() => start(one, trap)).toThrow(dead);
    expect(two.ossl.startJob({ job: waiting.job })).toMatchObject({ ret: 7 });
    await run;
    expect(await works(two)).toBe(true);
  });

  test('freeing and closing are harmless on a dead instance', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const handle = ossl.newHandle();
    expect(() => start(instance, trap)).toThrow(dead);
    context.free();
    handle.close();
    ossl[dispose]();
    await ossl[asyncDispose]();
    expect(() => context.getAllFds()).toThrow(dead);
    expect(() => {
      handle.signal();
    }).toThrow(dead);
  });

  test('a disposed instance ends every pending promise and refuses every call', async () => {
    const { jobs, ossl } = await load();
    const handle = ossl.newHandle();
    const pending = [ossl.run(jobs.endless), handle.readable, ossl.poll([handle])].map(rejection);
    expect(await isPending(Promise.race(pending))).toBe(true);
    ossl[dispose]();
    for (const promise of pending) expect(await promise).toMatchObject({ code: 'disposed' });
    for (const call of calls(ossl))
      expect(call).toThrow(expect.objectContaining({ code: 'disposed' }));
    expect(await rejection(ossl.run(() => 1))).toMatchObject({ code: 'disposed' });
    expect(await rejection(ossl.poll([handle]))).toMatchObject({ code: 'disposed' });
  });
};
