// ossl.observeJobs, and jobs that are held where they are.
import type { Job, JobEvent, OpenSSL } from '../../../src/index.js';
import { isPending, rejection, thrown, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

/** What has been told, and how to hear no more. */
function observe(ossl: OpenSSL): { events: JobEvent[]; end: () => void } {
  const events: JobEvent[] = [];
  return { events, end: ossl.observeJobs((event) => void events.push(event)) };
}

const types = (events: readonly JobEvent[]): string[] => events.map(({ type }) => type);

export const observeJobs: Suite = ({ expect, load, test }) => {
  test('each turn is told of: what a job waits for and holds, and how it ends', async () => {
    const { ossl } = await load();
    const { events } = observe(ossl);
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    const run = ossl.run(
      function* (job) {
        job.waitContext?.setWaitFd('key', handle);
        yield job.pause();
        return 7;
      },
      { waitContext },
    );
    await until(() => events.length === 2);
    const [started, paused] = events as [JobEvent, JobEvent];
    expect(paused).toMatchObject({ type: 'paused', handles: [handle.fd], job: started.job });
    expect(paused.waitContext).toBe(waitContext);
    expect(paused.stackDepth).toBe(0); // the frames of a job in JavaScript have nothing on the C stack
    expect(paused.savedFrames).toBe(ossl.stats().memory.savedFrames);
    expect(paused.time).toBeGreaterThanOrEqual(started.time);
    handle.signal();
    expect(await run).toBe(7);
    await later();
    expect(types(events)).toEqual(['started', 'paused', 'resumed', 'finished']);
  });

  test('operations are jobs too; a cancelled one and a failed one are told apart', async () => {
    const { jobs, ossl } = await load();
    const { events } = observe(ossl);
    const abort = new AbortController();
    const run = ossl.run(jobs.endless, { signal: abort.signal });
    await until(() => events.length > 4);
    abort.abort();
    await rejection(run);
    await later();
    expect(types(events).slice(0, 3)).toEqual(['started', 'paused', 'resumed']);
    expect(events[1]).toMatchObject({ handles: [] });
    expect(events.at(-1)?.type).toBe('cancelled');

    events.length = 0;
    await rejection(ossl.digest('no such hash', new Uint8Array(1)));
    await later();
    expect(types(events)).toEqual(['started', 'failed']);

    events.length = 0;
    await ossl.digest('SHA256', new Uint8Array(1));
    await later();
    expect(types(events)).toEqual(['started', 'finished']);
  });

  test('the stack depth is that of the pause, and no deeper than the stack ever was', async () => {
    const { ossl } = await load();
    const { events } = observe(ossl);
    const key = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
    key.free();
    const depths = events.filter(({ type }) => type === 'paused').map((one) => one.stackDepth);
    const { stack } = ossl.stats().highWater;
    expect(depths.length).toBeGreaterThan(0);
    for (const depth of depths) {
      expect(depth).toBeGreaterThan(0);
      expect(depth).toBeLessThanOrEqual(stack);
    }
  });

  test('jobs that the caller drives are told of', async () => {
    const { ossl } = await load();
    const { events } = observe(ossl);
    const { job } = ossl.startJob({
      func: function* () {
        yield;
      },
    });
    ossl.startJob({ job });
    expect(events).toEqual([]); // in a microtask
    await later();
    expect(types(events)).toEqual(['started', 'paused', 'resumed', 'finished']);
    expect(new Set(events.map((event) => event.job))).toEqual(new Set([job]));
  });

  test('an observer may start jobs, throw, and stop listening', async () => {
    const thrownOut: unknown[] = [];
    const { ossl } = await load({ onError: (error) => thrownOut.push(error) });
    const { end, events } = observe(ossl);
    const inner: Promise<number>[] = [];
    const endInner = ossl.observeJobs(({ type }) => {
      if (type === 'started' && inner.length === 0) inner.push(ossl.run(() => 2));
      throw new Error('an observer that throws');
    });
    expect(await ossl.run(() => 1)).toBe(1);
    expect(await Promise.all(inner)).toEqual([2]);
    await later();
    expect(types(events)).toEqual(['started', 'finished', 'started', 'finished']);
    expect(thrownOut).toHaveLength(4);
    end();
    end();
    endInner();
    await ossl.run(() => 3);
    await later();
    expect(events).toHaveLength(4);
    expect(thrown(() => ossl.observeJobs(5 as never))).toMatchObject({ code: 'argument' });
  });

  test('a job that is held stays at its pause, until it is released', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    let held!: Job;
    const run = ossl.run(function* (job) {
      held = job;
      job.waitContext?.setWaitFd('key', handle);
      yield job.pause();
      return 1;
    });
    await until(() => held !== undefined);
    held.hold();
    expect(held.isHeld).toBe(true);
    handle.signal();
    expect(await isPending(run)).toBe(true);
    held.release();
    expect(await run).toBe(1);
    expect(
      thrown(() => {
        held.hold();
      }),
    ).toMatchObject({ code: 'stale' });
    expect(
      thrown(() => {
        held.release();
      }),
    ).toMatchObject({ code: 'stale' });
  });

  test('holding works for jobs in C that ask for nothing but their turn, and others go on', async () => {
    const { jobs, ossl } = await load();
    const { events } = observe(ossl);
    const abort = new AbortController();
    const run = ossl.run(jobs.endless, { signal: abort.signal });
    await until(() => events.length > 2);
    const { job } = events[0] as JobEvent;
    job.hold();
    await later();
    const { pauses } = ossl.stats().jobs;
    expect(await isPending(run)).toBe(true);
    expect(ossl.stats().jobs.pauses).toBe(pauses);
    expect(await ossl.run(() => 'another')).toBe('another');
    job.release();
    await until(() => ossl.stats().jobs.pauses > pauses);
    abort.abort();
    await rejection(run);
  });

  test('a held job that is cancelled unwinds at once', async () => {
    const { jobs, ossl } = await load();
    const { events } = observe(ossl);
    const run = ossl.run(jobs.endless);
    await until(() => events.length > 2);
    const { job } = events[0] as JobEvent;
    job.hold();
    await later();
    job.cancel();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ossl.stats().jobs.live).toBe(0);
  });
};
