// ossl.run: ending a job before its time, so that C unwinds, frees, and says why.
import {
  ASYNC_STATUS_EAGAIN,
  type Job,
  OpenSSLError,
  type RunOptions,
} from '../../../src/index.js';
import { nothing } from '../../support/nothing-left.js';
import { Script, type Step } from '../../support/script.js';
import { isPending, paused, rejection, rejections, until } from '../../support/start.js';
import { ints, later, type Suite } from '../../support/suite.js';

const pausesOnce: readonly Step[] = [
  ['cancelled', 0, 0, 'before'],
  ['pause', 0, 0, 'pause'],
  ['cancelled', 0, 0, 'after'],
  ['return', 1],
];

export const cancel: Suite = ({ expect, load, test }) => {
  test('a signal that has fired already rejects, and no job is started', async () => {
    const { jobs, ossl } = await load();
    const error = await rejection(ossl.run(jobs.endless, { signal: AbortSignal.abort('no need') }));
    expect(error).toBeInstanceOf(OpenSSLError);
    expect(error).toMatchObject({ code: 'aborted', cause: 'no need' });
    expect(ossl.stats().jobs.started).toBe(0);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a signal that fires before the job has had its first turn starts nothing either', async () => {
    const { jobs, ossl } = await load();
    const abort = new AbortController();
    const run = ossl.run(jobs.endless, { signal: abort.signal });
    abort.abort();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    await later();
    expect(ossl.stats().jobs.started).toBe(0);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a job that waits is resumed, its pause fails, and it unwinds', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, pausesOnce);
    const waitContext = ossl.newWaitContext();
    const handle = ossl.newHandle();
    waitContext.setWaitFd('key', handle);
    const abort = new AbortController();
    const run = ossl.run(jobs.script, { args: script.args, waitContext, signal: abort.signal });
    await until(() => paused(ossl) === 1);
    abort.abort();
    const error = await rejection(run);
    expect(error).toMatchObject({ code: 'aborted', errors: [{ data: 'the job was cancelled' }] });
    const results = ['before', 'pause', 'after'].map((name) => script.result(name));
    expect(results).toEqual([0, 0, 1]);
    expect(ossl.stats().jobs).toMatchObject({ cancelled: 1, finished: 1 });
    handle.signal(); // nobody listens any more
    waitContext.free();
    handle.close();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a job that pauses for ever is ended in each way of waiting', async () => {
    const { jobs, ossl } = await load();
    const ways: RunOptions[] = ['polled', 'handle', 'callback', 'EAGAIN'].map((way) => {
      const waitContext = ossl.newWaitContext();
      if (way === 'handle') waitContext.setWaitFd('key', ossl.newHandle());
      if (way === 'callback') waitContext.setCallback(() => 1);
      if (way === 'EAGAIN') waitContext.setStatus(ASYNC_STATUS_EAGAIN);
      return { waitContext };
    });
    const abort = new AbortController();
    const runs = ways.map((way) => ossl.run(jobs.endless, { ...way, signal: abort.signal }));
    await until(() => ossl.stats().jobs.live === ways.length);
    abort.abort();
    for (const error of await rejections(runs)) expect(error).toMatchObject({ code: 'aborted' });
    for (const { waitContext } of ways) waitContext?.free();
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, waitContexts: 0, references: 0 });
  });

  test('a signal that fires from inside the running job ends it at its next pause', async () => {
    const { jobs, ossl } = await load();
    const abort = new AbortController();
    const script = new Script(ossl, [['callCallback'], ...pausesOnce]);
    const waitContext = ossl.newWaitContext();
    waitContext.setCallback(() => {
      abort.abort();
    });
    const run = ossl.run(jobs.script, { args: script.args, waitContext, signal: abort.signal });
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(['before', 'pause', 'after'].map((name) => script.result(name))).toEqual([1, 0, 1]);
    waitContext.free();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a job that finishes in the turn in which it is cancelled is aborted all the same', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    const run = ossl.run(
      () => {
        abort.abort();
        return 'value';
      },
      { signal: abort.signal },
    );
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a signal that fires after the end changes nothing', async () => {
    const { jobs, ossl } = await load();
    const abort = new AbortController();
    expect(await ossl.run(jobs.endless, { args: ints(0), signal: abort.signal })).toBe(1);
    abort.abort();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a deadline is a timeout, be it an option or a signal', async () => {
    const { jobs, ossl } = await load();
    const waitContext = ossl.newWaitContext();
    waitContext.setWaitFd('key', ossl.newHandle());
    const option = await rejection(ossl.run(jobs.endless, { timeout: 5, waitContext }));
    expect(option).toMatchObject({ code: 'timeout', message: 'The deadline of 5 ms passed' });
    const signal = await rejection(ossl.run(jobs.endless, { signal: AbortSignal.timeout(5) }));
    expect(signal).toMatchObject({ code: 'timeout', cause: { name: 'TimeoutError' } });
    expect(ossl.stats().jobs).toMatchObject({ live: 0, cancelled: 2 });
  });

  test('a deadline that is kept is forgotten', async () => {
    const { jobs, ossl } = await load();
    expect(await ossl.run(jobs.endless, { args: ints(1), timeout: 60_000 })).toBe(1);
  });

  test('an OpenSSLError as the reason of the abort is what the run rejects with', async () => {
    const { jobs, ossl } = await load();
    const reason = new OpenSSLError('timeout', 'The budget is spent');
    const abort = new AbortController();
    const run = ossl.run(jobs.endless, { signal: abort.signal });
    await later();
    abort.abort(reason);
    expect(await rejection(run)).toMatchObject({ code: 'timeout', message: 'The budget is spent' });
  });

  test('one signal ends many runs, whatever they wait for', async () => {
    const { jobs, ossl } = await load({ pool: { max: 5 } });
    const abort = new AbortController();
    const runs = Array.from({ length: 20 }, () => ossl.run(jobs.endless, { signal: abort.signal }));
    await later();
    abort.abort();
    for (const error of await rejections(runs)) expect(error).toMatchObject({ code: 'aborted' });
    expect(ossl.stats()).toMatchObject(nothing);
    expect(await ossl.run(() => 'goes on')).toBe('goes on');
  });

  test('job.cancel ends a run that waits for its handle', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    let own: Job | undefined;
    const run = ossl.run(async (job) => {
      own = job;
      job.waitContext?.setWaitFd('key', handle);
      await job.pause();
    });
    await until(() => paused(ossl) === 1);
    own?.cancel('enough');
    expect(await rejection(run)).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(ossl.stats().jobs).toMatchObject({ live: 0, cancelled: 1 });
  });

  test('job.cancel ends a run that awaits a promise', async () => {
    const { ossl } = await load();
    let own: Job | undefined;
    const run = ossl.run(async (job) => {
      own = job;
      await new Promise(() => undefined);
    });
    await until(() => paused(ossl) === 1);
    own?.cancel();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a job that is started by hand and cancelled unwinds when it is resumed', async () => {
    const { jobs, ossl } = await load();
    const { job } = ossl.startJob({ func: jobs.endless });
    job?.cancel();
    job?.cancel(); // twice is once
    expect(ossl.stats().jobs).toMatchObject({ live: 1, paused: 1, cancelled: 1 });
    const { errors, ret } = ossl.startJob({ job });
    expect(ret).toBe(0);
    expect(errors.map(({ data }) => data)).toEqual(['the job was cancelled']);
    expect(() => job?.cancel()).toThrow(expect.objectContaining({ code: 'stale' }));
    expect(ossl.stats().jobs.cancelled).toBe(1);
  });

  test('cancelling says so once in the queue, however often the job tries to pause', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['pause'], ['pause'], ['pause'], ['pause'], ['return', 0]]);
    const abort = new AbortController();
    const waitContext = ossl.newWaitContext();
    waitContext.setWaitFd('key', ossl.newHandle());
    const run = ossl.run(jobs.script, { args: script.args, waitContext, signal: abort.signal });
    await until(() => paused(ossl) === 1);
    abort.abort();
    expect(await rejection(run)).toMatchObject({
      errors: [{ data: 'the job was cancelled' }],
    });
  });

  test('the next job in a cancelled one’s place is not cancelled', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1 } });
    const abort = new AbortController();
    const first = ossl.run(jobs.endless, { signal: abort.signal });
    const second = ossl.run(jobs.endless, { args: ints(3) });
    expect(await isPending(second)).toBe(true);
    abort.abort();
    expect(await rejection(first)).toMatchObject({ code: 'aborted' });
    expect(await second).toBe(1);
  });

  test('many runs share one signal through one listener, which goes with the last of them', async () => {
    const { jobs, ossl } = await load();
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    const short = Array.from({ length: 20 }, () =>
      ossl.run(jobs.endless, { args: ints(1), signal }),
    );
    expect(listeners).toBe(1);
    await Promise.all(short);
    expect(listeners).toBe(0);
    const long = Array.from({ length: 20 }, () => ossl.run(jobs.endless, { signal }));
    await later(1);
    controller.abort();
    expect(await rejections(long)).toMatchObject(long.map(() => ({ code: 'aborted' })));
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
