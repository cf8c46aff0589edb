// Calls that can't be right: on what has ended, with what is no such thing, with another instance's.
import { asyncDispose, dispose } from '../../../src/base/dispose.js';
import { type Job, loadOpenSSL, type OpenSSL, type RunOptions } from '../../../src/index.js';
import { codeOf } from '../../support/c-job.js';
import { calls, everything, type Things } from '../../support/every-call.js';
import { Script } from '../../support/script.js';
import { rejection, thrown } from '../../support/start.js';
import { later, type Suite, type TestInstance } from '../../support/suite.js';

/** What a call throws, or rejects with. */
async function refusal(call: () => unknown): Promise<unknown> {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    return error;
  }
  return rejection(Promise.resolve(result));
}

type End = (things: Things, instance: TestInstance) => unknown;

const ends: Record<string, [code: string, end: End]> = {
  dispose: [
    'disposed',
    ({ ossl }) => {
      ossl[dispose]();
    },
  ],
  'await using': ['disposed', ({ ossl }) => ossl[asyncDispose]()],
  'a trap': [
    'dead',
    ({ ossl }, { jobs }) =>
      refusal(() => ossl.run(jobs.script, { args: new Script(ossl, [['trap']]).args })),
  ],
};

/** What is given where something else is wanted. */
const notFunctions = [undefined, null, 'text', {}, [], true, 0, -1, 1.5, NaN, Infinity];
const notContexts = ['text', {}, [], 1, () => undefined];
const notSignals = ['text', {}, 1, new AbortController()];
const notTimeouts = ['soon', -1, NaN, Infinity, 2 ** 31, null];
const notBytes = ['text', 7, {}, [1, 2], Promise.resolve(new Uint8Array(4)), new Blob(['text'])];

export const misuse: Suite = ({ expect, load, test }) => {
  for (const [end, [code, act]] of Object.entries(ends))
    test(`after ${end}, every call throws ${code}`, async () => {
      const instance = await load();
      const things = await everything(instance);
      await act(things, instance);
      for (const [name, call] of Object.entries(calls))
        expect(await refusal(() => call(things)), name).toMatchObject({ code });
      // what gives back is harmless, so that nobody has to ask first
      const { context, handle, key, ossl } = things;
      for (const each of [context, key, handle, ossl]) each[dispose]();
      await ossl[asyncDispose]();
      expect(handle).toMatchObject({ closed: true, isReadable: false });
    });

  test('a freed wait context, a closed handle, a finished job and a freed key refuse each in their way', async () => {
    const instance = await load();
    const things = await everything(instance);
    const { context, handle, job, key, ossl } = things;
    job.cancel();
    ossl.startJob({ job });
    context.free();
    handle.close();
    key.free();
    const codes = { context: 'disposed', handle: 'stale', job: 'stale', key: 'disposed' };
    for (const [name, call] of Object.entries(calls)) {
      const [what = ''] = name.split(/[. ]/);
      if (!(what in codes)) continue;
      // the handle of setWaitFd is closed too, but the context comes first
      const code = codes[what as keyof typeof codes];
      expect(await refusal(() => call(things)), name).toMatchObject({ code });
    }
    for (const name of ['ossl.handle', 'ossl.poll', 'ossl.getWaitContext'] as const)
      expect(await refusal(() => calls[name]?.(things)), name).toMatchObject({ code: 'stale' });
    for (const each of [context, handle, key]) each[dispose](); // twice is harmless
    const run = ossl.run(() => 1, { waitContext: context });
    expect(await rejection(run)).toMatchObject({ code: 'disposed' });
    expect(() => ossl.startJob({ func: () => 1, waitContext: context })).toThrow(
      expect.objectContaining({ code: 'disposed' }),
    );
    expect(ossl.stats()).toMatchObject({ waitContexts: 0, references: 0, jobs: { live: 0 } });
  });

  test('what is no job function is refused', async () => {
    const { ossl } = await load();
    for (const func of notFunctions) {
      expect(await refusal(() => ossl.run(func as never)), typeof func).toMatchObject({
        code: 'argument',
      });
      expect(await refusal(() => ossl.startJob({ func } as never)), typeof func).toMatchObject({
        code: 'argument',
      });
    }
    expect(ossl.stats()).toMatchObject({ waitContexts: 0, references: 0, jobs: { started: 0 } });
  });

  test('options of the wrong type are refused, and leave nothing behind', async () => {
    const { jobs, ossl } = await load();
    const wrong: Record<string, readonly unknown[]> = {
      waitContext: notContexts,
      signal: notSignals,
      timeout: notTimeouts,
      args: notBytes,
    };
    for (const [name, values] of Object.entries(wrong))
      for (const value of values) {
        const options = { [name]: value } as RunOptions;
        const what = `${name}: ${String(value)}`;
        expect(await refusal(() => ossl.run(jobs.endless, options)), what).toMatchObject({
          code: 'argument',
        });
      }
    for (const waitContext of notContexts)
      expect(
        await refusal(() => ossl.startJob({ func: () => 1, waitContext } as never)),
      ).toMatchObject({ code: 'argument' });
    for (const args of notBytes)
      expect(
        await refusal(() => ossl.startJob({ func: jobs.endless, args } as never)),
      ).toMatchObject({ code: 'argument' });
    for (const job of notContexts)
      expect(await refusal(() => ossl.startJob({ job } as never))).toMatchObject({
        code: 'argument',
      });
    await later();
    expect(ossl.stats()).toMatchObject({ waitContexts: 0, references: 0, jobs: { started: 0 } });
  });

  const wrongCalls: Record<string, (ossl: OpenSSL) => unknown> = {
    'loadOpenSSL of null': () => loadOpenSSL(null as never),
    'getWaitContext of null': (ossl) => ossl.getWaitContext(null as never),
    'getWaitContext of a number': (ossl) => ossl.getWaitContext(1 as never),
    'a new job without func': (ossl) => ossl.startJob({}),
    'poll of no list': (ossl) => ossl.poll('text' as never),
    'poll of no handles': (ossl) => ossl.poll([{}] as never),
    'poll of numbers': (ossl) => ossl.poll([ossl.newHandle().fd] as never),
    'poll with a wrong timeout': (ossl) => ossl.poll([], { timeout: NaN }),
    'poll with a wrong signal': (ossl) => ossl.poll([], { signal: {} as never }),
    'setWaitFd of text': (ossl) => {
      ossl.newWaitContext().setWaitFd('key', 'text' as never);
    },
    'setWaitFd of no int': (ossl) => {
      ossl.newWaitContext().setWaitFd('key', 1.5);
    },
    'setWaitFd with a wrong cleanup': (ossl) => {
      ossl.newWaitContext().setWaitFd('key', ossl.newHandle(), null, 'text' as never);
    },
    'setCallback of text': (ossl) => {
      ossl.newWaitContext().setCallback('text' as never);
    },
    'setStatus of text': (ossl) => {
      ossl.newWaitContext().setStatus('text' as never);
    },
    'initThread of text': (ossl) => {
      ossl.initThread('4' as never);
    },
    'setMemFunctions of numbers': (ossl) => ossl.setMemFunctions({ alloc: 1 } as never),
    'generateKey without bits': (ossl) => ossl.generateKey({ algorithm: 'RSA' } as never),
    'generateKey of another algorithm': (ossl) =>
      ossl.generateKey({ algorithm: 'DSA', bits: 2048 } as never),
  };
  for (const [name, call] of Object.entries(wrongCalls))
    test(`${name} is an argument error`, async () => {
      const { ossl } = await load();
      expect(await refusal(() => call(ossl))).toMatchObject({ code: 'argument' });
      expect(ossl.dead).toBeUndefined();
    });

  test('what belongs to another instance is an argument error, even where the numbers agree', async () => {
    const [one, two] = [await load(), await load()];
    const [mine, theirs] = [await everything(one), await everything(two)];
    expect([theirs.handle.fd, theirs.context.pointer, theirs.job.pointer]).toEqual([
      mine.handle.fd,
      mine.context.pointer,
      mine.job.pointer,
    ]);
    const { ossl } = mine;
    const fresh = two.ossl.newWaitContext();
    for (const call of [
      () => ossl.run(() => 1, { waitContext: fresh }),
      () => ossl.startJob({ func: () => 1, waitContext: fresh }),
      () => ossl.startJob({ job: theirs.job }),
      () => ossl.getWaitContext(theirs.job),
      () => ossl.poll([mine.handle, theirs.handle]),
      () => {
        mine.context.setWaitFd('theirs', theirs.handle);
      },
    ])
      expect(await refusal(call)).toMatchObject({ code: 'argument' });
    expect(thrown(() => theirs.ossl.startJob({ job: mine.job }))).toMatchObject({
      code: 'argument',
    });
    fresh.free(); // nobody took it
    expect([mine.job.state, theirs.job.state]).toEqual(['paused', 'paused']);
  });

  test('a job that run resumes is refused to whoever would resume it too', async () => {
    const { jobs, ossl } = await load();
    using handle = ossl.newHandle();
    let mine: Job | undefined;
    const run = ossl.run(async (job) => {
      mine = job;
      job.waitContext?.setWaitFd('mine', handle);
      await job.pause();
      return 'by run';
    });
    await later(1);
    const { memory } = ossl.c;
    const cell = memory.newPointer<'ASYNC_JOB'>();
    memory.setJob(cell, (mine as Job).pointer);
    const ret = memory.newInt();
    expect(codeOf(() => ossl.startJob({ job: mine as Job }))).toBe('in-use');
    expect(codeOf(() => ossl.c.ASYNC_start_job(cell, 0, ret, jobs.endless, 0, 0))).toBe('in-use');
    handle.signal();
    expect(await run).toBe('by run');
  });
};
