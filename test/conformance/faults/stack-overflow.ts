// A job that runs over the end of a stack: its own C stack or the engine's, from C or through JavaScript. The instance is
// dead with the reason, whatever it had promised rejects, and others go on with their jobs.
import type { OpenSSL, OpenSSLError } from '../../../src/index.js';
import { paused, rejection, rejections, until, works } from '../../support/start.js';
import { Script, type Step } from '../../support/script.js';
import { ints, type Suite, type TestInstance } from '../../support/suite.js';

/** How the stack is run over, and what the error says. */
interface Way {
  readonly stackSize: number;
  readonly run: (instance: TestInstance) => Promise<unknown>;
  readonly reason: RegExp;
}

const canary = /larger stackSize/;
/** The engines' own words: V8's, JavaScriptCore's and SpiderMonkey's. */
const engine = /call stack size|too much recursion|stack overflow/i;

function script({ jobs, ossl }: TestInstance, steps: readonly Step[]): Promise<unknown> {
  return ossl.run(jobs.script, { args: new Script(ossl, steps).args });
}

/** JavaScript that C calls, and that calls C again, on the stack of the job. */
function alternate(instance: TestInstance, depth: number): Promise<unknown> {
  const { exports, jobs, ossl } = instance;
  const waitContext = ossl.newWaitContext();
  const { args } = new Script(ossl, [['callCallback'], ['return', 1]]);
  const copy = ossl.c.memory.newBytes(args);
  let level = 0;
  waitContext.setCallback(() => (level++ < depth ? exports.test_call(jobs.script, copy) : 0));
  return ossl.run(jobs.script, { args, waitContext });
}

const ways: Record<string, Way> = {
  'C that calls itself': {
    stackSize: 16384,
    run: (instance) => script(instance, [['overflow'], ['return', 1]]),
    reason: canary,
  },
  'C that calls itself, and pauses at the end': {
    stackSize: 16384,
    run: ({ jobs, ossl }) => ossl.run(jobs.deep, { args: ints(300, 1) }),
    reason: canary,
  },
  'C that calls itself after it has paused': {
    stackSize: 16384,
    run: (instance) => script(instance, [['pause'], ['overflow'], ['pause'], ['return', 1]]),
    reason: canary,
  },
  'a frame that steps over the canary': {
    stackSize: 16384,
    run: (instance) =>
      script(instance, [
        ['pauseOverAlloca', 20000, 1],
        ['return', 1],
      ]),
    reason: canary,
  },
  'C that calls JavaScript that calls C': {
    stackSize: 16384,
    run: (instance) => alternate(instance, 1000),
    reason: canary,
  },
  "C that runs over the engine's stack": {
    stackSize: 1 << 28,
    run: ({ jobs, ossl }) => ossl.run(jobs.deep, { args: ints(1_000_000, 1) }),
    reason: engine,
  },
};

export const stackOverflow: Suite = ({ expect, load, test }) => {
  /** Promises of every kind that do not settle by themselves. */
  const promised = ({ jobs, ossl }: TestInstance): Promise<unknown>[] => {
    const handle = ossl.newHandle();
    return [
      ossl.run(jobs.endless),
      ossl.run(async (job) => {
        job.waitContext?.setWaitFd('never', handle);
        await job.pause();
      }),
      ossl.run(() => new Promise(() => undefined)),
      handle.readable,
      ossl.poll([handle]),
    ];
  };

  const spare = (ossl: OpenSSL): void => {
    ossl.c.memory.malloc(1 << 18); // lies below the stack: what is overwritten on the way is of no value
  };

  for (const [name, { reason, run, stackSize }] of Object.entries(ways))
    test(`${name}: dead with the reason, every promise rejects, another instance goes on`, async () => {
      const [instance, other] = [await load({ stackSize }), await load()];
      const abort = new AbortController();
      const theirs = other.ossl.run(other.jobs.endless, { signal: abort.signal });
      const ours = other.ossl.run(other.jobs.endless, { args: ints(50) });
      const kept = other.ossl.startJob({ func: other.jobs.deep, args: ints(20, 1) });
      const pending = rejections(promised(instance));
      await until(() => paused(instance.ossl) === 3);
      spare(instance.ossl);
      const error = (await rejection(run(instance))) as OpenSSLError;
      expect(error).toMatchObject({ code: 'dead' });
      expect(error.message).toMatch(reason);
      expect(instance.ossl.dead).toBe(error);
      for (const each of await pending) expect(each).toBe(error);
      expect(() => instance.ossl.stats()).toThrow(error);

      expect(other.ossl.startJob({ job: kept.job })).toMatchObject({ ret: 1 });
      expect(await ours).toBe(1);
      abort.abort();
      expect(await rejection(theirs)).toMatchObject({ code: 'aborted' });
      expect(await works(other)).toBe(true);
    });

  test("a job in JavaScript that runs over the engine's stack fails alone", async () => {
    const instance = await load();
    const forever = (): number => forever() + 1;
    const error = await rejection(instance.ossl.run(() => forever()));
    expect(error).toMatchObject({ code: 'job' });
    expect((error as OpenSSLError).message).toMatch(engine);
    expect(await works(instance)).toBe(true);
  });

  test("a callback that runs over the engine's stack is told to onError, and C goes on", async () => {
    const told: unknown[] = [];
    const instance = await load({ onError: (error) => told.push(error) });
    const { jobs, ossl } = instance;
    const waitContext = ossl.newWaitContext();
    const forever = (): number => forever() + 1;
    waitContext.setCallback(forever);
    const { args } = new Script(ossl, [['callCallback'], ['pause'], ['return', 7]]);
    expect(await ossl.run(jobs.script, { args, waitContext })).toBe(7);
    expect(told).toHaveLength(1);
    expect(await works(instance)).toBe(true);
  });
};
