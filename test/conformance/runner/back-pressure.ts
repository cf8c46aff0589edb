// ossl.run and a pool with a limit: the pool is the back-pressure.
import type { OpenSSL } from '../../../src/index.js';
import { Script } from '../../support/script.js';
import { isPending, paused, rejection, until } from '../../support/start.js';
import { ints, later, type Suite } from '../../support/suite.js';

/** Runs that finish when they are told to, and the order in which they started. */
function gates(ossl: OpenSSL): {
  readonly started: string[];
  readonly open: (name: string) => void;
  readonly run: (name: string, signal?: AbortSignal) => Promise<string>;
} {
  const started: string[] = [];
  const resolvers = new Map<string, () => void>();
  return {
    started,
    open: (name) => resolvers.get(name)?.(),
    run: (name, signal) =>
      ossl.run(
        async () => {
          started.push(name);
          await new Promise<void>((resolve) => resolvers.set(name, resolve));
          return name;
        },
        { signal },
      ),
  };
}

export const backPressure: Suite = ({ expect, load, test }) => {
  test('runs beyond the limit wait and start in their order', async () => {
    const { ossl } = await load({ pool: { max: 2 } });
    const { open, run, started } = gates(ossl);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const runs = names.map((name) => run(name));
    await until(() => started.length === 2);
    expect(ossl.stats().jobs).toMatchObject({ live: 2, queued: 3 });
    open('b');
    expect(await runs[1]).toBe('b');
    await until(() => started.length === 3);
    expect(ossl.stats().jobs).toMatchObject({ live: 2, queued: 2 });
    for (const name of ['a', 'c', 'd', 'e']) {
      await until(() => started.includes(name));
      open(name);
    }
    expect(await Promise.all(runs)).toEqual(names);
    expect(started).toEqual(names);
    expect(ossl.stats().jobs).toMatchObject({ live: 0, queued: 0 });
  });

  test('who comes later does not overtake who waits', async () => {
    const { ossl } = await load({ pool: { max: 1 } });
    const { open, run, started } = gates(ossl);
    const runs = [run('a'), run('b')];
    await until(() => started.length === 1);
    open('a');
    runs.push(run('c')); // asks in the very turn in which a's place becomes free
    await runs[0];
    runs.push(run('d'));
    for (const name of ['b', 'c', 'd']) {
      await until(() => started.includes(name));
      open(name);
    }
    await Promise.all(runs);
    expect(started).toEqual(['a', 'b', 'c', 'd']);
  });

  test('nor does one that asks in the very turn when a place becomes free, right behind who frees it', async () => {
    const instance = await load({ pool: { max: 1 } });
    const { jobs, ossl } = instance;
    for (const waiting of [1, 2, 3]) {
      const handle = ossl.newHandle();
      const script = new Script(ossl, [['setWaitFd', 1, handle.fd], ['pause'], ['return', 1]]);
      const started: string[] = [];
      const run = (name: string): Promise<unknown> => ossl.run(() => started.push(name));
      // it ends in the same step in which it is resumed
      const first = ossl.run(jobs.script, { args: script.args });
      await until(() => paused(ossl) === 1);
      const queued = Array.from({ length: waiting }, (_, number) => run(`queued ${number}`));
      await until(() => ossl.stats().jobs.queued === waiting);
      await later();
      handle.signal(); // it is ready; the newcomers stand right behind it
      const newcomers = [run('newcomer'), run('and another')];
      await Promise.all([first, ...queued, ...newcomers]);
      expect(started).toEqual([
        ...Array.from({ length: waiting }, (_, number) => `queued ${number}`),
        'newcomer',
        'and another',
      ]);
      handle.close();
    }
  });

  test('a run that is cancelled while it waits leaves the queue at once', async () => {
    const { ossl } = await load({ pool: { max: 1 } });
    const { open, run, started } = gates(ossl);
    const abort = new AbortController();
    const runs = [run('a'), run('b', abort.signal), run('c')];
    await until(() => ossl.stats().jobs.queued === 2);
    abort.abort('changed my mind');
    expect(await rejection(runs[1] as Promise<string>)).toMatchObject({
      code: 'aborted',
      cause: 'changed my mind',
    });
    expect(ossl.stats().jobs).toMatchObject({ live: 1, queued: 1 });
    open('a');
    await until(() => started.includes('c'));
    open('c');
    expect(await Promise.all([runs[0], runs[2]])).toEqual(['a', 'c']);
    expect(started).toEqual(['a', 'c']);
    expect(ossl.stats()).toMatchObject({ waitContexts: 0, references: 0 });
  });

  test('a deadline holds in the queue too', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1 } });
    const abort = new AbortController();
    const first = ossl.run(jobs.endless, { signal: abort.signal });
    const error = await rejection(ossl.run(jobs.endless, { timeout: 5 }));
    expect(error).toMatchObject({ code: 'timeout' });
    expect(ossl.stats().jobs).toMatchObject({ live: 1, queued: 0, started: 1 });
    abort.abort();
    await rejection(first);
  });

  test('a job that is driven by hand makes room when it finishes', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1 } });
    const { job } = ossl.startJob({ func: jobs.endless, args: ints(1) });
    const run = ossl.run(jobs.endless, { args: ints(0) });
    expect(await isPending(run)).toBe(true);
    expect(ossl.stats().jobs.queued).toBe(1);
    ossl.startJob({ job });
    expect(await run).toBe(1);
  });

  test('so does one of the C-shaped layer', async () => {
    const { exports, jobs, ossl } = await load({ pool: { max: 1 } });
    const { c } = ossl;
    const cell = c.memory.newPointer<'ASYNC_JOB'>();
    const ret = c.memory.newInt();
    const args = c.memory.newInt(1);
    expect(c.ASYNC_start_job(cell, 0, ret, jobs.endless, args as never, 4)).toBe(2);
    const run = ossl.run(jobs.endless, { args: ints(0) });
    expect(await isPending(run)).toBe(true);
    expect(c.ASYNC_start_job(cell, 0, ret, 0, 0, 0)).toBe(3);
    expect(await run).toBe(1);
    expect(exports.ASYNC_get_current_job()).toBe(0);
  });

  test('when several places become free at once, as many runs start', async () => {
    const { ossl } = await load({ pool: { max: 3 } });
    const { open, run, started } = gates(ossl);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const runs = names.map((name) => run(name));
    await until(() => started.length === 3);
    for (const name of ['a', 'b', 'c']) open(name);
    await until(() => started.length === 6);
    expect(ossl.stats().jobs).toMatchObject({ live: 3, queued: 0 });
    for (const name of ['d', 'e', 'f']) open(name);
    expect(await Promise.all(runs)).toEqual(names);
  });

  test('with no live job and no memory for one, a run rejects and does not hang', async () => {
    const { ossl } = await load();
    expect(ossl.setMemFunctions({ alloc: () => null, free: () => undefined })).toBe(true);
    const runs = ['a', 'b'].map((name) => rejection(ossl.run(() => name)));
    for (const error of await Promise.all(runs)) expect(error).toMatchObject({ code: 'memory' });
    expect(ossl.stats()).toMatchObject({ waitContexts: 0, references: 0 });
  });

  test('with no memory for another job while one is live, a run waits for its place', async () => {
    const { ossl } = await load();
    const stacks: number[] = [];
    const { alloc, free } = ossl.getMemFunctions();
    ossl.setMemFunctions({
      alloc: (size) => {
        if (stacks.length > 0) return null;
        const given = alloc(size);
        if (given) stacks.push(given.address);
        return given;
      },
      free,
    });
    const { open, run, started } = gates(ossl);
    const runs = [run('a'), run('b')];
    await until(() => paused(ossl) === 1);
    await until(() => ossl.stats().jobs.queued === 1); // a slow host gives the second its turn later
    open('a');
    await until(() => started.includes('b'));
    open('b');
    expect(await Promise.all(runs)).toEqual(['a', 'b']);
    expect(stacks).toHaveLength(1);
  });

  test('a run from inside a job waits for its place as any other', async () => {
    const { ossl } = await load({ pool: { max: 1 } });
    const order: string[] = [];
    let inner: Promise<string> | undefined;
    await ossl.run(() => {
      inner = ossl.run(() => {
        order.push('inner');
        return 'value';
      });
      order.push('outer');
    });
    expect(await inner).toBe('value');
    expect(order).toEqual(['outer', 'inner']);
  });
};
