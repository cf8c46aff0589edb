// Random interleavings of many jobs, checked after each step against a model of what OpenSSL keeps per
// job, per wait context and per thread. FC_SEED and FC_PATH replay what a failure has printed.
import fc from 'fast-check';
import {
  type Choice,
  MAX_JOBS,
  MAX_STEPS,
  type Plan,
  Round,
  World,
} from '../../support/model/model-round.js';
import { later, scaled, type Suite } from '../../support/suite.js';

const RUNS = 20_000;

// What stands more than once comes more often.
const scriptOperations = [
  ...['pause', 'pause', 'pause', 'pause', 'raise', 'raise', 'setMark', 'popToMark', 'peekError'],
  ...['clearError', 'block', 'unblock', 'setWaitFd', 'setWaitFd', 'clearFd', 'getFd', 'poll'],
  ...['write', 'read', 'setErrno', 'getErrno', 'setLibctx', 'getLibctx', 'cancelled'],
];
const commands = [
  ...['turn', 'turn', 'turn', 'turn', 'turn', 'turn', 'turnAll', 'cancel', 'signal', 'clear'],
  ...['raise', 'setMark', 'popToMark', 'block', 'unblock', 'setLibctx', 'look'],
];

function choice(names: readonly string[], max: number): fc.Arbitrary<Choice> {
  return fc.tuple(fc.constantFrom(...names), fc.nat(max));
}

function plan(jobs: fc.Arbitrary<number>, commandCount: number): fc.Arbitrary<Plan> {
  return fc.record({
    jobs,
    pool: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 8 })),
    scripts: fc.array(
      fc.array(choice(scriptOperations, 9), { maxLength: MAX_STEPS - 1, size: 'max' }),
      { minLength: 1, maxLength: 4 },
    ),
    commands: fc.array(choice(commands, MAX_JOBS - 1), { maxLength: commandCount, size: 'max' }),
  });
}

const plans = fc.oneof(
  { weight: 199, arbitrary: plan(fc.integer({ min: 1, max: 8 }), 40) },
  { weight: 1, arbitrary: plan(fc.integer({ min: 100, max: MAX_JOBS }), 400) },
);

/** What fast-check printed, to see the same again. */
function replay(): { seed?: number; path?: string } {
  const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
  const { FC_PATH: path, FC_SEED: seed } = process?.env ?? {};
  return seed === undefined ? {} : { seed: Number(seed), ...(path && { path }) };
}

export const model: Suite = ({ expect, load, scale, test }) => {
  const numRuns = scaled(RUNS, scale);

  test('random interleavings of up to 200 jobs do what the model says', async () => {
    let world: World | undefined;
    let done = 0;

    // One instance for all runs: what one leaves behind, a later one stumbles over. After a failure
    // there is a new one, so that what fast-check tries next is not spoilt.
    const check = async (wanted: Plan): Promise<void> => {
      const current = world ?? new World(await load(), expect);
      world = undefined;
      const round = new Round(current, wanted);
      for (const command of wanted.commands) round.command(command);
      round.finish();
      current.checkNothingLeft();
      world = current;
      if (++done % 100 === 0) await later(); // the event loop of the test runner wants its turn
    };
    await fc.assert(fc.asyncProperty(plans, check), { numRuns, ...replay() });
    expect(done).toBeGreaterThanOrEqual(replay().path === undefined ? numRuns : 1);
  });
};
