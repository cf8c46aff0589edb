import type { Job, OpenSSL, StartJobResult, WaitContext } from '../../src/index.js';
import { Script, type Step } from './script.js';
import { ints, later, type TestInstance } from './suite.js';

/** A job that does some steps, started for one turn. */
export function start(
  { jobs, ossl }: TestInstance,
  steps: readonly Step[],
  waitContext: WaitContext | null = null,
): { script: Script; outcome: StartJobResult; job: Job } {
  const script = new Script(ossl, steps);
  const outcome = ossl.startJob({ func: jobs.script, args: script.args, waitContext });
  return { script, outcome, job: outcome.job as Job };
}

/** What a promise rejects with; that it rejects is part of the test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The promise was fulfilled');
}

/** What each of some promises rejects with. */
export function rejections(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  return Promise.all(promises.map(rejection));
}

/** What a call throws; that it throws is part of the test. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('The call threw nothing');
}

/** Whether a promise is settled by the time that the event loop has had a few turns. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const settled = (): void => {
    pending = false;
  };
  promise.then(settled, settled);
  for (let turn = 0; turn < 5; turn++) await new Promise((next) => setTimeout(next, 1));
  return pending;
}

/** Resolves when a condition holds; the event loop goes on meanwhile. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((next) => setTimeout(next, 1));
}

/** The number of jobs that are paused now. */
export function paused(ossl: OpenSSL): number {
  return ossl.stats().jobs.paused;
}

/** A wait context, and the number of a handle that nobody signals. */
export function withHandle(ossl: OpenSSL): { context: WaitContext; fd: number } {
  return { context: ossl.newWaitContext(), fd: ossl.newHandle().fd };
}

/** Whether an instance still does what it should: a job in C and one in JavaScript that pause. */
export async function works({ jobs, ossl }: TestInstance): Promise<boolean> {
  const inC = await ossl.run(jobs.deep, { args: ints(20, 3) });
  const inJs = await ossl.run(async () => {
    await later();
    return 'value';
  });
  return inC === 1 && inJs === 'value' && ossl.dead === undefined;
}
