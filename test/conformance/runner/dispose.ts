// The end of an instance: whatever its jobs are doing, every promise settles.
import { asyncDispose, dispose } from '../../../src/base/dispose.js';
import type { Job, OpenSSL } from '../../../src/index.js';
import { Script } from '../../support/script.js';
import { rejection, rejections, until } from '../../support/start.js';
import { ints, later, type Suite, type TestInstance } from '../../support/suite.js';

/** A run in every state that there is, in a pool of six: the last one waits for its place. */
function runsInEveryState({ jobs, ossl }: TestInstance): Promise<unknown>[] {
  const waiting = ossl.newWaitContext();
  waiting.setWaitFd('key', ossl.newHandle());
  const called = ossl.newWaitContext();
  called.setCallback(() => 1);
  return [
    ossl.run(jobs.endless),
    ossl.run(jobs.endless, { waitContext: waiting }),
    ossl.run(jobs.endless, { waitContext: called, timeout: 60_000 }),
    ossl.run(async (job) => {
      job.waitContext?.setWaitFd('key', ossl.newHandle());
      await job.pause();
    }),
    ossl.run(() => new Promise(() => undefined)),
    ossl.run(function* (job) {
      for (;;) yield job.pause();
    }),
    ossl.run(jobs.endless),
  ];
}

function codes(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.map((result) =>
    result.status === 'rejected' ? (result.reason as { code: unknown }).code : 'fulfilled',
  );
}

export const disposal: Suite = ({ expect, load, test }) => {
  const options = { pool: { max: 6 } };

  test('await using cancels every run, and waits until C has unwound', async () => {
    const instance = await load(options);
    const { ossl } = instance;
    const runs = Promise.allSettled(runsInEveryState(instance));
    await until(() => ossl.stats().jobs.live === 6);
    expect(ossl.stats().jobs.queued).toBe(1);
    await ossl[asyncDispose]();
    expect(new Set(codes(await runs))).toEqual(new Set(['aborted']));
    expect(ossl.dead).toMatchObject({ code: 'disposed' });
    await ossl[asyncDispose](); // twice is harmless
  });

  test('the C code of a run has really unwound by then', async () => {
    const { jobs, ossl } = await load();
    let counts: OpenSSL['stats'] | object = {};
    const cleaned: string[] = [];
    const run = ossl.run(jobs.endless);
    const generator = ossl.run(function* (job) {
      try {
        for (;;) yield job.pause();
      } finally {
        cleaned.push('finally');
        counts = ossl.stats().jobs;
      }
    });
    await later();
    const ended = Promise.allSettled([run, generator]);
    await ossl[asyncDispose]();
    expect(codes(await ended)).toEqual(['aborted', 'aborted']);
    expect(cleaned).toEqual(['finally']);
    expect(counts).toMatchObject({ live: 1, cancelled: 2 }); // itself: the other has finished
  });

  test('dispose ends every run at once', async () => {
    const instance = await load(options);
    const { ossl } = instance;
    const runs = Promise.allSettled(runsInEveryState(instance));
    await until(() => ossl.stats().jobs.live === 6);
    const late = Promise.allSettled([ossl.run(() => 'not started yet')]);
    ossl[dispose]();
    expect(new Set(codes(await runs))).toEqual(new Set(['disposed']));
    expect(codes(await late)).toEqual(['disposed']);
    ossl[dispose](); // twice is harmless
    await later();
  });

  test('dispose settles the pauses of jobs in JavaScript, by whomever they are driven', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const pauses: Promise<void>[] = [];
    const signals: AbortSignal[] = [];
    const ask = async (job: Job): Promise<void> => {
      job.waitContext?.setWaitFd('key', handle);
      const pause = job.pause();
      pauses.push(pause);
      signals.push(job.signal);
      await pause;
    };
    const run = ossl.run(ask);
    ossl.startJob({ func: ask, waitContext: ossl.newWaitContext() });
    await until(() => ossl.stats().jobs.paused === 2);
    ossl[dispose]();
    expect(await rejection(run)).toMatchObject({ code: 'disposed' });
    for (const error of await rejections(pauses)) expect(error).toMatchObject({ code: 'disposed' });
    for (const signal of signals)
      expect(signal).toMatchObject({ aborted: true, reason: { code: 'disposed' } });
  });

  test('dispose settles what waits for handles, and stops its timers', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const polls = [handle.readable, ossl.poll([handle], { timeout: 60_000 })];
    ossl[dispose]();
    for (const error of await rejections(polls)) expect(error).toMatchObject({ code: 'disposed' });
  });

  test('an instance that is disposed of from inside a job in JavaScript ends in order', async () => {
    const { ossl } = await load();
    const other = Promise.allSettled([ossl.run(() => new Promise(() => undefined))]);
    await later();
    const runs = [
      ossl.run(() => {
        ossl[dispose]();
        return 'value';
      }),
      ossl.run(() => 'next'),
    ];
    for (const error of await rejections(runs)) expect(error).toMatchObject({ code: 'disposed' });
    expect(codes(await other)).toEqual(['disposed']);
  });

  test('so does one that is disposed of from inside a job that pauses then, or a callback', async () => {
    for (const steps of [
      [['callCallback'], ['pause'], ['return', 1]],
      [['callCallback'], ['raise', 7], ['return', 0]],
    ] as const) {
      const { jobs, ossl } = await load();
      const script = new Script(ossl, steps as never);
      const waitContext = ossl.newWaitContext();
      waitContext.setCallback(() => {
        ossl[dispose]();
      });
      const run = ossl.run(jobs.script, { args: script.args, waitContext });
      expect(await rejection(run)).toMatchObject({ code: 'disposed' });
    }
    const { ossl } = await load();
    const run = ossl.run(function* (job) {
      yield job.pause();
      ossl[dispose]();
      yield job.pause();
    });
    expect(await rejection(run)).toMatchObject({ code: 'disposed' });
    await later();
  });

  test('a job that disposes of its instance in good order ends as the others', async () => {
    const { ossl } = await load();
    let disposal: Promise<void> | undefined;
    const run = ossl.run(async () => {
      disposal = ossl[asyncDispose]();
      await disposal;
    });
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    await disposal;
    expect(ossl.dead).toMatchObject({ code: 'disposed' });
  });

  test('startJob on an instance that its job disposes of throws disposed', async () => {
    const { ossl } = await load();
    const start = (): unknown =>
      ossl.startJob({
        func: () => {
          ossl[dispose]();
        },
      });
    expect(start).toThrow(expect.objectContaining({ code: 'disposed' }));
  });

  test('disposing of one instance leaves the other as it is', async () => {
    const [one, two] = [await load(), await load()];
    const handle = two.ossl.newHandle();
    const waitContext = two.ossl.newWaitContext();
    waitContext.setWaitFd('key', handle);
    const first = rejection(one.ossl.run(one.jobs.endless));
    const second = two.ossl.run(two.jobs.endless, { args: ints(1), waitContext });
    await later();
    await one.ossl[asyncDispose]();
    expect(await first).toMatchObject({ code: 'aborted' });
    handle.signal();
    expect(await second).toBe(1);
  });

  test('a job that disposes of its instance hears of it as the others do', async () => {
    const { ossl } = await load();
    const { memory } = ossl.c;
    const [cell, ret] = [memory.newPointer<'ASYNC_JOB'>(), memory.newInt()];
    for (const pauses of [0, 1]) {
      const one = await load();
      const heard: unknown[] = [];
      const run = one.ossl.run(function* (job) {
        try {
          for (let count = 0; count < pauses; count++) yield job.pause();
          one.ossl[dispose]();
          yield job.pause();
        } finally {
          heard.push('finally', job.signal.aborted);
        }
      });
      expect(await rejection(run)).toMatchObject({ code: 'disposed' });
      await later();
      expect(heard).toEqual(['finally', true]);
    }
    let isOver = false;
    const turn = (): unknown =>
      ossl.c.ASYNC_start_job(
        cell,
        0,
        ret,
        function* () {
          try {
            ossl[dispose]();
            yield;
          } finally {
            isOver = true;
          }
          return 1;
        },
        0,
        0,
      );
    expect(turn).toThrow(expect.objectContaining({ code: 'disposed' }));
    expect(isOver).toBe(true);
  });
};
