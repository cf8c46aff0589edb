// The allocator fails at its 1st, 2nd, … call while jobs start, pause, go on, are cancelled and sign: an error each
// time, never a trap, and nothing is lost.
import type { Key, OpenSSL } from '../../../src/index.js';
import { ASYNC_FINISH, ASYNC_PAUSE, OpenSSLError } from '../../../src/index.js';
import { eachAllocation, failures, type Scenario } from '../../support/faults/failing-heap.js';
import { newKey } from '../../support/holders/held-keys.js';
import { paused, until, works } from '../../support/start.js';
import { Script, type Step } from '../../support/script.js';
import { ints, later, type Suite, type TestInstance } from '../../support/suite.js';

/** Makes what is needed while there is memory. */
type Prepare = (instance: TestInstance) => Scenario | Promise<Scenario>;

function gives(expected: unknown, act: () => Promise<unknown>): Scenario {
  return { act, check: (result) => result === expected };
}

function script(expected: number, steps: readonly Step[]): Prepare {
  return ({ jobs, ossl }) => {
    const { args } = new Script(ossl, steps);
    return gives(expected, () => ossl.run(jobs.script, { args }));
  };
}

/** Cancels a run once it has paused; it may fail before. */
function cancelled(ossl: OpenSSL, run: (signal: AbortSignal) => Promise<unknown>): Scenario {
  return gives('aborted', async () => {
    const abort = new AbortController();
    let ended = false;
    const end = run(abort.signal)
      .catch((error: unknown) => {
        if (error instanceof OpenSSLError && error.code === 'aborted') return error.code;
        throw error;
      })
      .finally(() => {
        ended = true;
      });
    end.catch(() => undefined);
    await until(() => ended || paused(ossl) > 0);
    abort.abort();
    const outcome = await end;
    await later(); // a job in JavaScript hears of it in a microtask
    return outcome;
  });
}

/** What a job that was driven by hand has returned, if it got that far. */
function finished(result: number, ret: number | undefined): number | undefined {
  if (result !== ASYNC_FINISH) throw new OpenSSLError('memory', `the start gave ${result}`);
  if (ret === 0) throw new OpenSSLError('memory', 'a pause failed, and the job said so');
  return ret;
}

/** By hand: start, pause, resume, finish. */
function byHand({ jobs, ossl }: TestInstance): Scenario {
  const turns = (): number | undefined => {
    using context = ossl.newWaitContext();
    using handle = ossl.newHandle();
    context.setWaitFd('handle', handle);
    const step = { func: jobs.endless, args: ints(2), waitContext: context };
    let { job, result, ret } = ossl.startJob(step);
    while (job) ({ job, result, ret } = ossl.startJob({ job }));
    return finished(result, ret);
  };
  return gives(1, () => Promise.resolve().then(turns));
}

/** The same in the C-shaped layer, where what fails is a number. */
function byPointers({ exports, jobs, ossl }: TestInstance): Scenario {
  const { memory } = ossl.c;
  const [cell, ret] = [memory.newPointer<'ASYNC_JOB'>(), memory.newInt()];
  const args = memory.newBytes(ints(2));
  const turns = (): number | undefined => {
    const context = exports.ASYNC_WAIT_CTX_new();
    let result: number = ASYNC_PAUSE;
    memory.setInt(cell as never, 0);
    while (result === ASYNC_PAUSE)
      result = exports.ASYNC_start_job(cell, context, ret, jobs.endless, args, 4);
    exports.ASYNC_WAIT_CTX_free(context);
    return finished(result, memory.getInt(ret));
  };
  return gives(1, () => Promise.resolve().then(turns));
}

const jobScenarios: Record<string, Prepare> = {
  'a job in C that pauses': ({ jobs, ossl }) =>
    gives(1, () => ossl.run(jobs.deep, { args: ints(20, 3) })),
  'two jobs that pause in turn': ({ jobs, ossl }) => ({
    act: async () => {
      const runs = [
        ossl.run(jobs.deep, { args: ints(20, 2) }),
        ossl.run(jobs.endless, { args: ints(3) }),
      ];
      await Promise.allSettled(runs); // also the other one, which may not even have begun when one fails
      return Promise.all(runs);
    },
    check: (results) => String(results) === '1,1',
  }),
  'a job that is driven by hand': byHand,
  'a job of the C-shaped layer': byPointers,
  'errors in the queue of a job that pauses': script(5, [
    ['raise', 7],
    ['pause'],
    ['clearError'],
    ['return', 5],
  ]),
  'a library context of its own': script(3, [['setLibctx', 0], ['pause'], ['return', 3]]),
  'a job in JavaScript that waits for a handle and a promise': ({ ossl }) =>
    gives('value', async () => {
      using handle = ossl.newHandle();
      return await ossl.run(async (job) => {
        job.waitContext?.setWaitFd('handle', handle);
        handle.signal();
        await job.pause();
        await later();
        return 'value';
      });
    }),
  'a generator that pauses': ({ ossl }) =>
    gives(9, () =>
      ossl.run(function* (job) {
        yield job.pause();
        yield later();
        return 9;
      }),
    ),
  'a job in C that is cancelled': ({ jobs, ossl }) =>
    cancelled(ossl, (signal) => ossl.run(jobs.endless, { signal })),
  'a job that waits for a handle and is cancelled': ({ jobs, ossl }) => {
    const { fd } = ossl.newHandle();
    const { args } = new Script(ossl, [['setWaitFd', 1, fd], ['pause'], ['return', 0]]);
    return cancelled(ossl, (signal) => ossl.run(jobs.script, { args, signal }));
  },
  'poll with a timeout, which must end': ({ jobs, ossl }) => {
    const { fd } = ossl.newHandle(); // nobody signals it
    const { args } = new Script(ossl, [
      ['poll', fd, 1],
      ['return', 5],
    ]);
    return gives(5, () => ossl.run(jobs.script, { args }));
  },
  'a job in JavaScript that is cancelled': ({ ossl }) => {
    const handle = ossl.newHandle();
    return cancelled(ossl, (signal) =>
      ossl.run(
        (job) => {
          job.waitContext?.setWaitFd('never', handle);
          return job.pause();
        },
        { signal },
      ),
    );
  },
  'dasync, over its pipe': ({ jobs, ossl }) => {
    const out = ossl.c.memory.malloc(20);
    return gives(1, () => ossl.run(jobs.dasync, { args: ints(out) }));
  },
};

const message = new TextEncoder().encode('what is to be signed');
const algorithms = ['RSA', 'EC', 'Ed25519', 'ML-DSA-44'] as const;

function signatureScenarios(algorithm: (typeof algorithms)[number]): Record<string, Prepare> {
  const verified = (
    ossl: OpenSSL,
    own: Key,
    act: () => Promise<Uint8Array>,
  ): Scenario<Uint8Array> => ({
    act,
    check: (signature) => ossl.verify(own, signature, message),
  });
  /** A key that is made, asked once, and freed. */
  const held = async (ossl: OpenSSL, sign: (answer: Uint8Array) => Promise<Uint8Array>) => {
    const own = await newKey(ossl, algorithm);
    const answer = await ossl.sign(own, message);
    const once = async (signal?: AbortSignal): Promise<Uint8Array> => {
      const key = ossl.keys.fromSigner({
        algorithm,
        publicKey: own,
        input: 'message',
        sign: () => sign(answer),
      });
      try {
        return await ossl.sign(key, message, { signal });
      } finally {
        key.free();
      }
    };
    return { own, once };
  };
  return {
    'with a key of the module': async ({ ossl }) => {
      const own = await newKey(ossl, algorithm);
      return verified(ossl, own, () => ossl.sign(own, message)) as Scenario;
    },
    'with a key that JavaScript holds': async ({ ossl }) => {
      const { once, own } = await held(ossl, async (answer) => {
        await later();
        return answer;
      });
      return verified(ossl, own, once) as Scenario;
    },
    'with a key that JavaScript holds, cancelled': async ({ ossl }) => {
      const { once } = await held(ossl, () => new Promise(() => undefined));
      return cancelled(ossl, once);
    },
  };
}

export const outOfMemory: Suite = ({ expect, load, scale, test }) => {
  const all = Object.entries(jobScenarios);
  for (const algorithm of algorithms)
    for (const [name, prepare] of Object.entries(signatureScenarios(algorithm)))
      all.push([`${algorithm}: a signature ${name}`, prepare]);

  for (const [name, prepare] of all)
    for (const kind of Object.keys(failures) as (keyof typeof failures)[])
      test(`${name}; ${kind === 'one' ? 'one allocation fails' : 'all fail from one on'}`, async () => {
        const instance = await load();
        const scenario = await prepare(instance);
        const { rounds, survived } = await eachAllocation(instance, expect, kind, scenario, scale);
        expect(rounds).toBeGreaterThan(0);
        if (name.includes('of the module')) expect(survived).toBe(0);
        expect(await works(instance)).toBe(true);
      });
};
