// Jobs written in JavaScript that fail, are cancelled, or may not pause.
import { ASYNC_FINISH, type Job, OpenSSLError } from '../../../src/index.js';
import { paused, rejection, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const cause = new TypeError('no such key');

/** Functions that fail at each point where one can. */
const failing: Record<string, (job: Job) => unknown> = {
  'a plain function throws': () => {
    throw cause;
  },
  'a promise is rejected': () => Promise.reject(cause),
  'a promise is rejected later': async () => {
    await later();
    throw cause;
  },
  'an async function throws after a pause': async (job) => {
    await job.pause();
    throw cause;
  },
  'a generator throws at once': function* () {
    yield* [];
    throw cause;
  },
  'a generator throws after a pause': function* (job) {
    yield job.pause();
    throw cause;
  },
  'a generator yields a promise that is rejected': function* () {
    yield Promise.reject(cause);
  },
  'a generator returns a promise that is rejected': function* (job) {
    yield job.pause();
    return Promise.reject(cause);
  },
  'a thenable throws': () => ({
    then: () => {
      throw cause;
    },
  }),
};

export const jsJobErrors: Suite = ({ expect, load, test }) => {
  for (const [what, func] of Object.entries(failing))
    test(`${what}: the run rejects with it as the cause, and the queue has its message`, async () => {
      const { ossl } = await load();
      const error = await rejection(ossl.run(func));
      expect(error).toBeInstanceOf(OpenSSLError);
      expect(error).toMatchObject({
        code: 'job',
        cause,
        message: 'The job failed: TypeError: no such key',
        errors: [{ library: 'ASYNC routines', data: 'TypeError: no such key' }],
      });
      expect(ossl.takeErrors()).toEqual([]); // they are the job's, not the caller's
      expect(ossl.stats()).toMatchObject({
        ...{ jobs: { live: 0 }, handles: { open: 0 }, waitContexts: 0, references: 0 },
      });
      expect(await ossl.run(() => 'goes on')).toBe('goes on');
    });

  test('startJob gives what was thrown, and ret 0', async () => {
    const { ossl } = await load();
    const outcome = ossl.startJob({
      func: () => {
        throw cause;
      },
    });
    expect(outcome).toMatchObject({
      ...{ result: ASYNC_FINISH, ret: 0, value: undefined, error: cause },
      errors: [{ data: 'TypeError: no such key' }],
    });
  });

  test('whatever is thrown arrives, even what has no text', async () => {
    const { ossl } = await load();
    const things: unknown[] = [
      ...[undefined, null, 'text', 0, Symbol('symbol'), Object.create(null) as unknown],
      {
        toString() {
          throw new Error('not even that');
        },
      },
    ];
    for (const thing of things) {
      const error = await rejection(ossl.run(() => Promise.reject(thing)));
      expect(error).toMatchObject({ code: 'job' });
      expect((error as OpenSSLError).cause).toBe(thing);
    }
    expect(await ossl.run(() => 'goes on')).toBe('goes on');
  });

  test('an OpenSSLError of the job itself is passed on as it is', async () => {
    const { ossl } = await load();
    const own = new OpenSSLError('timeout', 'The meter did not answer');
    expect(await rejection(ossl.run(() => Promise.reject(own)))).toBe(own);
  });

  test('cancelling rejects the pending pause, and the function may clean up', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    const seen: unknown[] = [];
    const handle = ossl.newHandle();
    const run = ossl.run(
      async (job) => {
        job.waitContext?.setWaitFd('key', handle);
        try {
          await job.pause();
        } catch (error) {
          seen.push(error, job.signal.aborted, job.signal.reason);
        } finally {
          seen.push('finally');
        }
      },
      { signal: abort.signal },
    );
    await until(() => paused(ossl) === 1);
    abort.abort('changed my mind');
    const error = await rejection(run);
    expect(error).toMatchObject({ code: 'aborted', cause: 'changed my mind' });
    await later();
    expect(seen).toMatchObject([{ code: 'aborted' }, true, { code: 'aborted' }, 'finally']);
  });

  test('cancelling runs the finally blocks of a generator, inside the job', async () => {
    const { ossl } = await load();
    const seen: unknown[] = [];
    const abort = new AbortController();
    const handle = ossl.newHandle();
    const run = ossl.run(
      function* (job) {
        job.waitContext?.setWaitFd('key', handle);
        try {
          try {
            yield job.pause();
          } catch (error) {
            seen.push((error as OpenSSLError).code);
            throw error;
          } finally {
            seen.push(ossl.getCurrentJob() === job);
            yield job.pause(); // too late: it ends here
            seen.push('never');
          }
        } finally {
          seen.push('outer');
        }
      },
      { signal: abort.signal },
    );
    await until(() => paused(ossl) === 1);
    abort.abort();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(seen).toEqual(['aborted', true, 'outer']);
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, waitContexts: 0, references: 0 });
  });

  test('a job that swallows its cancelling is aborted all the same', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    const run = ossl.run(
      function* (job) {
        for (;;) {
          try {
            yield job.pause();
          } catch {
            return 'as if nothing had happened';
          }
        }
      },
      { signal: abort.signal },
    );
    await later();
    abort.abort();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ossl.stats().jobs.live).toBe(0);
  });

  test('cancelling ends the run, not the promise that it awaits: that has job.signal', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    let ended: unknown;
    const run = ossl.run(
      (job) =>
        new Promise((_resolve, reject) => {
          job.signal.addEventListener('abort', () => {
            ended = job.signal.reason;
            reject(new Error('fetch was aborted'));
          });
        }),
      { signal: abort.signal },
    );
    await until(() => paused(ossl) === 1);
    abort.abort();
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ended).toMatchObject({ code: 'aborted' });
  });

  for (const [what, func] of Object.entries<(job: Job) => unknown>({
    'an async function that awaits a pause': async (job) => {
      await job.pause();
    },
    'an async function that awaits a promise': () => later(),
    'a generator that yields a promise': function* () {
      yield later();
    },
  }))
    test(`while pausing is blocked, ${what} fails with pause`, async () => {
      const { ossl } = await load();
      const run = ossl.run((job) => {
        ossl.blockPause();
        return func(job);
      });
      expect(await rejection(run)).toMatchObject({ code: 'pause' });
      expect(ossl.stats()).toMatchObject({ jobs: { live: 0, pauses: 0 }, references: 0 });
      // the block was the job's own
      expect(await ossl.run(() => later().then(() => 'goes on'))).toBe('goes on');
    });

  test('while pausing is blocked, a pause in a generator is over at once, as upstream has it', async () => {
    const { ossl } = await load();
    const value = await ossl.run(function* (job) {
      ossl.blockPause();
      yield job.pause();
      const inside = ossl.stats().jobs.pauses;
      ossl.unblockPause();
      yield job.pause();
      return inside;
    });
    expect(value).toBe(0);
    expect(ossl.stats().jobs.pauses).toBe(1);
  });

  test('a run from inside a job is queued and not nested, in each kind of function', async () => {
    const { jobs, ossl } = await load();
    const order: string[] = [];
    const inner = (name: string): Promise<string> =>
      ossl.run(() => {
        order.push(`${name} inner`);
        return name;
      });
    const started: Promise<string>[] = [];
    await ossl.run(() => {
      started.push(inner('plain'));
      order.push('plain outer');
    });
    await ossl.run(function* (job) {
      started.push(inner('generator'));
      order.push('generator outer');
      yield job.pause();
    });
    const answer = await ossl.run(async () => {
      const value = await inner('async'); // a job may even wait for another
      order.push('async outer');
      return value;
    });
    expect(answer).toBe('async');
    expect(await Promise.all(started)).toEqual(['plain', 'generator']);
    expect(order).toEqual([
      ...['plain outer', 'plain inner', 'generator outer', 'generator inner'],
      ...['async inner', 'async outer'],
    ]);
    const nested = ossl.run(() => ossl.startJob({ func: jobs.endless }));
    expect(await rejection(nested)).toMatchObject({ code: 'in-job' });
  });
};
