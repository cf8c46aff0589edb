// One case: some calls in a row, at any place where a user can call from. What must hold is looked at after each.
import { asyncDispose } from '../../src/base/dispose.js';
import { OpenSSLError } from '../../src/index.js';
import { everything, type Things } from '../support/every-call.js';
import { pass } from '../support/faults/fault.js';
import type { Toolkit } from '../support/suite.js';
import { type Target, targets } from './targets.js';
import { keep, makeWorld, values, type World } from './values.js';

/** A value by its name, or an object of such. */
export type Argument = string | Readonly<Record<string, string>>;

export interface Step {
  readonly call: string;
  readonly args: readonly Argument[];
  /** Where it is called: anywhere, in a callback that C calls, in a job, or when the event loop has had its turn. */
  readonly place: 'here' | 'callback' | 'job' | 'later';
}

export interface Case {
  /** What it once found, for those that are kept. */
  readonly about?: string;
  readonly steps: readonly Step[];
}

/** Turns of the event loop, of 2 ms or more, after which a promise that is pending counts as one that never settles. */
const MANY_TURNS = 2_500;

class Finding extends Error {}

/** Another instance, for things that are not of this one: nothing that a case does may reach it. */
let neighbour: Promise<Things> | undefined;

function check(error: unknown, step: Step): void {
  if (error instanceof OpenSSLError || isUsers(error)) return;
  throw new Finding(`${step.call} gave an error without a type: ${String(error)}`, {
    cause: error,
  });
}

/** What a value of ours has thrown by itself is passed on as it is. */
function isUsers(error: unknown): boolean {
  // a proxy of bytes as the options: reading its `length` throws
  const own =
    /^(thrown by the user|no value|injected|Method get TypedArray\.prototype\.\w+ called on .*)$/;
  return error instanceof Error && own.test(error.message);
}

/** @throws what the case finds */
export async function runCase(load: Toolkit['load'], { steps }: Case): Promise<void> {
  const options = { memoryLimit: 48 << 20, onError: () => undefined };
  const instance = await load(options);
  const other = await (neighbour ??= load(options).then(everything));
  const ends = new AbortController();
  const pending = new Map<Promise<void>, string>();
  let findings: unknown;
  let depth = 0;
  const again = (): void => {
    const step = steps[0];
    if (step && depth < 2) perform(step);
  };
  const world: World = await makeWorld(instance, other, ends.signal, again);
  const all = targets(world);

  const attempt = (step: Step, target: Target): void => {
    depth++;
    try {
      const given = target(
        world,
        step.args.map((one) => argument(world, one)),
      );
      keep(world, given);
      if (typeof (given as PromiseLike<unknown> | undefined)?.then === 'function') {
        const settled = Promise.resolve(given).then(
          (value) => {
            keep(world, value);
          },
          (error: unknown) => {
            check(error, step);
          },
        );
        const watched = settled
          .catch((error: unknown) => {
            findings ??= error;
          })
          .finally(() => pending.delete(watched));
        pending.set(watched, step.call);
      }
    } catch (error) {
      try {
        check(error, step);
      } catch (finding) {
        findings ??= finding;
      }
    } finally {
      depth--;
    }
  };
  const perform = (step: Step): void => {
    attempt(step, all[step.call] as Target);
  };
  const inside = (step: Step): void => {
    const { ossl } = instance;
    if (step.place === 'job') {
      ossl.startJob({
        func: () => {
          perform(step);
        },
      });
    } else {
      const context = ossl.newWaitContext();
      context.setCallback(() => {
        perform(step);
      });
      context.callCallback();
      context.free();
    }
  };

  for (const step of steps) {
    if (!all[step.call]) throw new Finding(`There is no ${step.call} any more; take the case out`);
    if (step.place === 'later') await pass();
    if (step.place === 'job' || step.place === 'callback') {
      try {
        inside(step);
      } catch (error) {
        check(error, step);
      }
    } else perform(step);
    for (const one of [instance, other])
      if (one.ossl.dead)
        throw new Finding(`${step.call} killed the instance: ${String(one.ossl.dead.cause)}`, {
          cause: one.ossl.dead,
        });
    if (findings) throw findings as Error;
  }
  await pass();
  ends.abort();
  const { ossl } = instance;
  const ended = (async (): Promise<void> => {
    for (let round = 0; round < 3; round++) await pass();
    if (ossl.dead) throw new Finding('the instance died after the last call', { cause: ossl.dead });
    await ossl[asyncDispose]();
  })();
  let done = false;
  const finish = ended.then(() => {
    done = true;
  });
  finish.catch(() => undefined);
  for (let turn = 0; !done || pending.size > 0; turn++) {
    await Promise.race([finish, pass(2)]);
    if (done) await pass(2);
    if (turn > MANY_TURNS)
      throw new Finding(
        `still pending after the end: ${[...pending.values()].join(', ') || 'the end itself'}`,
      );
  }
  if (findings) throw findings as Error;
}

function argument(world: World, given: Argument): unknown {
  if (typeof given === 'string') return value(world, given);
  return Object.fromEntries(
    Object.entries(given).map(([field, name]) => [field, value(world, name)]),
  );
}

function value(world: World, name: string): unknown {
  const make = values[name];
  if (!make) throw new Finding(`There is no value ${name} any more; take the case out`);
  return make(world);
}
