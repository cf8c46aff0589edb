// Jobs written in JavaScript: plain functions, async functions and generators.
import {
  ASYNC_FINISH,
  ASYNC_PAUSE,
  type Job,
  type OpenSSL,
  type WaitContext,
} from '../../../src/index.js';
import { isPending, paused, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

interface Gate {
  readonly promise: Promise<string>;
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

function gate(): Gate {
  let resolve!: (value: string) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<string>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A function of each kind that pauses twice, with a value at the end. */
const kinds: Record<string, (job: Job) => Promise<string> | Generator<unknown, string, unknown>> = {
  'async function': async (job) => {
    await job.pause();
    await job.pause();
    return 'done';
  },
  generator: function* (job) {
    yield job.pause();
    yield job.pause();
    return 'done';
  },
  'generator that yields nothing': function* () {
    yield;
    yield;
    return 'done';
  },
};

/** The one handle that a paused job waits for. */
function onlyHandle(ossl: OpenSSL, context: WaitContext): ReturnType<OpenSSL['handle']> {
  const { added } = context.getChangedFds();
  if (added.length !== 1) throw new Error(`${added.length} handles were added`);
  return ossl.handle(added[0] as number);
}

export const jsJobs: Suite = ({ expect, load, test }) => {
  test('a value of any type comes back as it is', async () => {
    const { ossl } = await load();
    const object = { deep: [1, { two: 2n }] };
    for (const value of [
      undefined,
      null,
      0,
      -0,
      NaN,
      '',
      'text',
      5n,
      true,
      Symbol.iterator,
      object,
    ]) {
      expect(await ossl.run(() => value)).toBe(value);
      expect(await ossl.run(async () => Promise.resolve(value))).toBe(value);
      // eslint-disable-next-line require-yield -- a generator that has nothing to wait for
      const generator = function* (): Generator<unknown, unknown> {
        return value;
      };
      expect(await ossl.run(generator)).toBe(value);
    }
    expect(ossl.stats().jobs.pauses).toBe(11); // only the async ones
  });

  test('a plain function finishes without a pause', async () => {
    const { ossl } = await load();
    const outcome = ossl.startJob({ func: (job) => job.state });
    expect(outcome).toMatchObject({
      ...{ result: ASYNC_FINISH, job: null, ret: 1, value: 'running', errors: [] },
    });
  });

  for (const [name, func] of Object.entries(kinds)) {
    test(`pause() in ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name} pauses C, each time`, async () => {
      const { ossl } = await load();
      let { job, result, value } = ossl.startJob({ func });
      for (let pause = 0; pause < 2; pause++) {
        expect(result).toBe(ASYNC_PAUSE);
        expect(ossl.stats().jobs).toMatchObject({ live: 1, paused: 1 });
        ({ job, result, value } = ossl.startJob({ job }));
        await later();
      }
      // an async function goes on when its promise tells it, so C has to ask once more
      if (job) ({ result, value } = ossl.startJob({ job }));
      expect([result, value]).toEqual([ASYNC_FINISH, 'done']);
    });

    test(`${name}: the runner resumes it when what it put into the wait context is ready`, async () => {
      const { ossl } = await load();
      const handle = ossl.newHandle();
      const waitContext = ossl.newWaitContext();
      waitContext.setWaitFd('key', handle);
      const run = ossl.run(func, { waitContext });
      expect(await isPending(run)).toBe(true);
      handle.signal();
      expect(await run).toBe('done');
    });

    test(`${name}: a run with nothing to wait for is polled to its end`, async () => {
      const { ossl } = await load();
      expect(await ossl.run(func)).toBe('done');
      expect(ossl.stats()).toMatchObject({ handles: { open: 0 }, waitContexts: 0, references: 0 });
    });
  }

  test('an awaited promise shows in the wait context as a handle until it settles', async () => {
    const { ossl } = await load();
    const waitContext = ossl.newWaitContext();
    const { promise, resolve } = gate();
    const { job } = ossl.startJob({ func: () => promise, waitContext });
    const handle = onlyHandle(ossl, waitContext);
    expect(waitContext.getAllFds()).toEqual([handle.fd]);
    expect(handle.isReadable).toBe(false);
    resolve('answer');
    await handle.readable;
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, value: 'answer' });
    expect(waitContext.getAllFds()).toEqual([]);
    expect(handle.closed).toBe(true);
    waitContext.free();
    expect(ossl.stats()).toMatchObject({ handles: { open: 0 }, waitContexts: 0, references: 0 });
  });

  test('a generator is driven by hand from promise to promise', async () => {
    const { ossl } = await load();
    const waitContext = ossl.newWaitContext();
    const gates = [gate(), gate()];
    let { job, result, value } = ossl.startJob({
      *func(): Generator<unknown, unknown[], unknown> {
        const answers: unknown[] = [];
        for (const { promise } of gates) answers.push(yield promise);
        return answers;
      },
      waitContext,
    });
    for (const [index, { resolve }] of gates.entries()) {
      expect(result).toBe(ASYNC_PAUSE);
      const handle = ossl.handle(waitContext.getAllFds()[0] ?? 0);
      expect(handle.isReadable).toBe(false);
      resolve(`answer ${index}`);
      await handle.readable;
      ({ job, result, value } = ossl.startJob({ job }));
    }
    expect([result, value]).toEqual([ASYNC_FINISH, ['answer 0', 'answer 1']]);
  });

  test('a resume before the promise has settled is harmless', async () => {
    const { ossl } = await load();
    const { promise, resolve } = gate();
    const { job } = ossl.startJob({ func: () => promise });
    for (let time = 0; time < 3; time++)
      expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_PAUSE, value: undefined });
    resolve('at last');
    await later();
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, value: 'at last' });
  });

  test('what is not a promise comes straight back from a yield', async () => {
    const { ossl } = await load();
    const value = await ossl.run(function* () {
      const first: unknown = yield 7;
      const second: unknown = yield 'text';
      return [first, second];
    });
    expect(value).toEqual([7, 'text']);
    expect(ossl.stats().jobs.pauses).toBe(0);
  });

  test('a thenable that calls back twice is heard once', async () => {
    const { ossl } = await load();
    const twice = {
      then(resolve: (value: string) => void) {
        resolve('first');
        setTimeout(resolve, 0, 'again');
      },
    };
    const { promise, resolve } = gate();
    const run = ossl.run(function* () {
      const first: unknown = yield twice;
      const second: unknown = yield promise;
      return [first, second];
    });
    await later(5);
    resolve('second');
    expect(await run).toEqual(['first', 'second']);
  });

  for (const [name, race] of [
    [
      'async function',
      async (job: Job, promise: Promise<unknown>): Promise<unknown> =>
        Promise.race([job.pause().then(() => 'pause'), promise]),
    ],
    [
      'generator',
      function* (job: Job, promise: Promise<unknown>): Generator<unknown, unknown, unknown> {
        return yield Promise.race([job.pause().then(() => 'pause'), promise]);
      },
    ],
  ] as const) {
    test(`${name}: a pause that races with a promise may win, or lose`, async () => {
      const { ossl } = await load();
      for (const winner of ['pause', 'promise']) {
        const handle = ossl.newHandle();
        const waitContext = ossl.newWaitContext();
        waitContext.setWaitFd('key', handle);
        const { promise, resolve } = gate();
        const run = ossl.run<unknown>((job) => race(job, promise), { waitContext });
        await until(() => paused(ossl) === 1);
        expect(await isPending(run)).toBe(true);
        if (winner === 'pause') handle.signal();
        else resolve('promise');
        expect(await run).toBe(winner);
        waitContext.free();
      }
      expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, waitContexts: 0, references: 0 });
    });
  }

  test('getCurrentJob is the job inside a generator, and up to the first await', async () => {
    const { ossl } = await load();
    await ossl.run(function* (job) {
      expect(ossl.getCurrentJob()).toBe(job);
      yield job.pause();
      expect(ossl.getCurrentJob()).toBe(job);
    });
    await ossl.run(async (job) => {
      expect(ossl.getCurrentJob()).toBe(job);
      await later();
      expect(ossl.getCurrentJob()).toBeNull();
    });
  });

  test('each generator has its own error queue, though they take turns', async () => {
    const { exports, ossl } = await load();
    const own = (index: number): Promise<string[]> =>
      ossl.run(function* (job) {
        for (let round = 0; round < 3; round++) {
          const text = ossl.c.memory.newString(`${index}.${round}`);
          exports.osa_raise(text);
          yield job.pause();
        }
        return ossl.takeErrors().map(({ data }) => data);
      });
    const all = await Promise.all([own(0), own(1), own(2)]);
    expect(all).toEqual([0, 1, 2].map((index) => [0, 1, 2].map((round) => `${index}.${round}`)));
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('pause is refused after the end, and in a job in C', async () => {
    const { jobs, ossl } = await load();
    let own: Job | undefined;
    await ossl.run((job) => {
      own = job;
    });
    expect(() => own?.pause()).toThrow(expect.objectContaining({ code: 'stale' }));
    const { job } = ossl.startJob({ func: jobs.endless });
    expect(() => job?.pause()).toThrow(expect.objectContaining({ code: 'pause' }));
  });

  test('a pause that is pending when the function returns is over', async () => {
    const { ossl } = await load();
    const pauses: Promise<void>[] = [];
    await ossl.run((job) => {
      pauses.push(job.pause());
    });
    expect(await Promise.all(pauses)).toEqual([undefined]);
  });
};
