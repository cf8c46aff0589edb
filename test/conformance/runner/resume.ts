// ossl.run: what resumes a job that has paused, and what may not.
import { dispose } from '../../../src/base/dispose.js';
import {
  ASYNC_STATUS_EAGAIN,
  ASYNC_STATUS_ERR,
  ASYNC_STATUS_OK,
  type OpenSSL,
  type WaitContext,
} from '../../../src/index.js';
import { Script, type Step } from '../../support/script.js';
import { isPending, paused, rejection, rejections, until } from '../../support/start.js';
import { ints, later, type Suite, type TestInstance } from '../../support/suite.js';

const twoPauses: readonly Step[] = [
  ['pause', 0, 0, 'first'],
  ['pause', 0, 0, 'second'],
  ['return', 3],
];

function runScript(
  { jobs, ossl }: TestInstance,
  steps: readonly Step[],
  waitContext?: WaitContext,
): Promise<number> {
  return ossl.run(jobs.script, { args: new Script(ossl, steps).args, waitContext });
}

/** How often jobs were resumed or started so far. */
function turns(ossl: OpenSSL): number {
  const { finished, pauses } = ossl.stats().jobs;
  return finished + pauses;
}

export const resume: Suite = ({ expect, load, test }) => {
  test('a job that waits for a handle is resumed when it is signalled, and not before', async () => {
    const instance = await load();
    const { ossl } = instance;
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    const other = ossl.newHandle();
    waitContext.setWaitFd('key', handle);
    const run = runScript(instance, twoPauses, waitContext);
    await until(() => paused(ossl) === 1);
    other.signal();
    expect(await isPending(run)).toBe(true);
    expect(turns(ossl)).toBe(1);
    handle.signal(); // level-triggered: it holds for the second pause too
    expect(await run).toBe(3);
  });

  test('a handle that is cleared makes the job wait again', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const seen: string[] = [];
    const run = ossl.run(function* (job) {
      job.waitContext?.setWaitFd('key', handle);
      yield job.pause();
      seen.push('once');
      handle.clear();
      yield job.pause();
      return seen.push('twice');
    });
    await later();
    handle.signal();
    await until(() => seen.length === 1);
    expect(await isPending(run)).toBe(true);
    handle.signal();
    expect(await run).toBe(2);
  });

  test('any of several handles resumes the job, be they more than C reports at once', async () => {
    const instance = await load();
    const { ossl } = instance;
    for (const count of [2, 7, 40]) {
      const handles = Array.from({ length: count }, () => ossl.newHandle());
      const waitContext = ossl.newWaitContext();
      for (const handle of handles) waitContext.setWaitFd(handle, handle);
      const run = runScript(instance, twoPauses, waitContext);
      await until(() => paused(ossl) === 1);
      expect(await isPending(run)).toBe(true);
      handles[0]?.signal();
      expect(await run).toBe(3);
    }
  });

  test('a job that waits for its callback is resumed by it, once for each call', async () => {
    const instance = await load();
    const { ossl } = instance;
    const waitContext = ossl.newWaitContext();
    waitContext.setCallback(() => 1);
    const run = runScript(instance, twoPauses, waitContext);
    await until(() => paused(ossl) === 1);
    expect(await isPending(run)).toBe(true);
    waitContext.callCallback();
    await until(() => turns(ossl) === 2);
    expect(await isPending(run)).toBe(true);
    waitContext.callCallback();
    expect(await run).toBe(3);
  });

  test('a callback that is called before the job pauses is not lost', async () => {
    const instance = await load();
    const waitContext = instance.ossl.newWaitContext();
    waitContext.setCallback(() => 1);
    const steps: Step[] = [['callCallback'], ['pause'], ['return', 4]];
    expect(await runScript(instance, steps, waitContext)).toBe(4);
  });

  for (const [name, status] of [
    ['EAGAIN', ASYNC_STATUS_EAGAIN],
    ['ERR', ASYNC_STATUS_ERR],
  ] as const)
    test(`the status ${name} resumes the job without waiting for its handle`, async () => {
      const instance = await load();
      const { ossl } = instance;
      const waitContext = ossl.newWaitContext();
      waitContext.setWaitFd('never', ossl.newHandle());
      waitContext.setCallback(() => 1);
      const steps: Step[] = [['setStatus', status], ...twoPauses];
      expect(await runScript(instance, steps, waitContext)).toBe(3);
    });

  test('the status OK waits for the handle', async () => {
    const instance = await load();
    const { ossl } = instance;
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    waitContext.setWaitFd('key', handle);
    const run = runScript(instance, [['setStatus', ASYNC_STATUS_OK], ...twoPauses], waitContext);
    expect(await isPending(run)).toBe(true);
    handle.signal();
    expect(await run).toBe(3);
  });

  test('a job with nothing to wait for is polled, and the event loop has its turns', async () => {
    const { jobs, ossl } = await load();
    expect(await ossl.run(jobs.endless, { args: ints(20) })).toBe(1);
    expect(turns(ossl)).toBe(21);
    const stop = new AbortController();
    const endless = ossl.run(jobs.endless, { signal: stop.signal });
    for (let tick = 0; tick < 10; tick++) await later(); // not reached by a loop that starves
    stop.abort();
    expect(await rejection(endless)).toMatchObject({ code: 'aborted' });
  });

  test('a handle resumes a job once, however it was polled before', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    let resumed = 0;
    const run = ossl.run(async (job) => {
      // a promise that settles while the job stands in the list of those to be polled
      await Promise.race([job.pause(), Promise.resolve()]);
      job.waitContext?.setWaitFd('key', handle);
      await job.pause();
      resumed++;
    });
    expect(await isPending(run)).toBe(true);
    expect(resumed).toBe(0);
    handle.signal();
    await run;
  });

  test('a job that is resumed for another reason no longer watches its handle', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    for (let round = 0; round < 3; round++)
      await ossl.run(async (job) => {
        job.waitContext?.setWaitFd('key', handle);
        await Promise.race([job.pause(), later()]);
      });
    handle.signal(); // who still watched would be resumed now, long after its end
    await later();
    expect(ossl.stats().jobs).toMatchObject({ live: 0, started: 3, finished: 3 });
  });

  test('jobs that say EAGAIN for ever leave the event loop its turns', async () => {
    const { ossl } = await load({ timeSlice: 1 });
    const stop = new AbortController();
    const runs = Array.from({ length: 5 }, () =>
      ossl.run(
        function* (job) {
          job.waitContext?.setStatus(ASYNC_STATUS_EAGAIN);
          for (;;) yield job.pause();
        },
        { signal: stop.signal },
      ),
    );
    const before = turns(ossl);
    for (let tick = 0; tick < 10; tick++) await later();
    expect(turns(ossl)).toBeGreaterThan(before);
    stop.abort();
    for (const error of await rejections(runs)) expect(error).toMatchObject({ code: 'aborted' });
  });

  test('a time slice of 0 lets one job run in each turn', async () => {
    const instance = await load({ timeSlice: 0 });
    const steps: Step[] = [['setStatus', ASYNC_STATUS_EAGAIN], ...twoPauses];
    const runs = Array.from({ length: 3 }, () => runScript(instance, steps));
    expect(await Promise.all(runs)).toEqual([3, 3, 3]);
  });

  test('ready jobs are resumed in turn', async () => {
    const { ossl } = await load();
    const order: string[] = [];
    const busy = (name: string): Promise<void> =>
      ossl.run(function* (job) {
        job.waitContext?.setStatus(ASYNC_STATUS_EAGAIN);
        for (let step = 0; step < 3; step++) {
          order.push(name);
          yield job.pause();
        }
      });
    await Promise.all([busy('a'), busy('b'), busy('c')]);
    expect(order.join('')).toBe('abcabcabc');
  });

  test('a wait context that a live run uses is refused, and free again afterwards', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    waitContext.setWaitFd('key', handle);
    const run = ossl.run(jobs.endless, { waitContext, args: ints(1) });
    const second = await rejection(ossl.run(jobs.endless, { waitContext }));
    expect(second).toMatchObject({ code: 'in-use' });
    handle.signal();
    expect(await run).toBe(1);
    expect(await ossl.run(jobs.endless, { waitContext, args: ints(1) })).toBe(1);
    expect(waitContext.getFd('key')).toBeDefined(); // the caller's own is left alone
    waitContext.free();
    expect(ossl.stats().waitContexts).toBe(0);
  });

  test('without a wait context a run has one of its own, which is freed at its end', async () => {
    const { ossl } = await load();
    let own: WaitContext | null = null;
    const cleaned: unknown[] = [];
    await ossl.run((job) => {
      own = job.waitContext;
      own?.setWaitFd('key', ossl.newHandle(), 'data', (_context, key) => cleaned.push(key));
    });
    expect(cleaned).toEqual(['key']);
    expect(ossl.stats().waitContexts).toBe(0);
    expect(() => own?.getAllFds()).toThrow(/freed/);
  });

  test('two instances share nothing: what one waits for, the other does not hear', async () => {
    const [one, two] = [await load(), await load()];
    const runs = [one, two].map((instance) => {
      const waitContext = instance.ossl.newWaitContext();
      const handle = instance.ossl.newHandle();
      waitContext.setWaitFd('key', handle);
      return { handle, promise: runScript(instance, twoPauses, waitContext) };
    });
    await until(() => paused(one.ossl) + paused(two.ossl) === 2);
    expect(runs[0]?.handle.fd).toBe(runs[1]?.handle.fd); // the same number, and yet another handle
    runs[0]?.handle.signal();
    expect(await runs[0]?.promise).toBe(3);
    expect(await isPending(runs[1]?.promise as Promise<number>)).toBe(true);
    two.exports.osa_raise(0 as never);
    expect(one.ossl.takeErrors()).toEqual([]);
    one.ossl[dispose]();
    runs[1]?.handle.signal();
    expect(await runs[1]?.promise).toBe(3);
  });

  test('runs that come one after the other leave the event loop its turns', async () => {
    const { ossl } = await load({ timeSlice: 0 });
    let hadItsTurn = false;
    setTimeout(() => {
      hadItsTurn = true;
    });
    for (let runs = 0; !hadItsTurn && runs < 100_000; runs++) await ossl.run(() => runs);
    expect(hadItsTurn).toBe(true);
  });

  test('what a run was given stays so, whatever becomes of the object', async () => {
    const { jobs, ossl } = await load();
    const waitContext = ossl.newWaitContext();
    const options: { args: Uint8Array; waitContext: WaitContext | undefined } = {
      args: ints(2),
      waitContext,
    };
    const run = ossl.run(jobs.endless, options);
    options.args = ints(5);
    options.waitContext = undefined;
    await run;
    expect(ossl.stats().jobs.pauses).toBe(2);
    expect(waitContext.getAllFds()).toEqual([]); // not freed
  });
};
