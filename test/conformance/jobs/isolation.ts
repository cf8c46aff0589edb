// Two instances side by side, and a hundred jobs in each: error queues, default library contexts, default properties and
// random bytes never mix, however the turns interleave.
import type { Job, OpenSSLError, Pointer } from '../../../src/index.js';
import { Script, type Step } from '../../support/script.js';
import { shuffled } from '../../support/model/shuffle.js';
import { rejections } from '../../support/start.js';
import type { Suite, TestInstance } from '../../support/suite.js';

const JOBS = 100;
const SIZE = 32;

type Libctx = Pointer<'OSSL_LIB_CTX'>;
const current = ({ exports }: TestInstance): Libctx =>
  exports.OSSL_LIB_CTX_set0_default(0 as Libctx); // NULL only asks

/** One job: which of its instance's contexts it sets, what it raises, what it finds after each of its pauses. */
interface Plan {
  readonly side: Side;
  readonly reason: number;
  readonly libctx: Libctx;
  readonly fetches: number;
  readonly random: number;
  readonly script: Script;
}

/** An instance with three library contexts of different default properties, and the plans of its jobs. */
class Side {
  readonly instance: TestInstance;
  readonly first: Libctx;
  readonly plans: readonly Plan[];
  /** What the caller has in its own queue. */
  readonly own: string;

  constructor(instance: TestInstance, number: number) {
    const { exports, ossl } = instance;
    const { memory } = ossl.c;
    const sha256 = memory.newString('SHA256');
    this.instance = instance;
    this.own = `the caller of ${number}`;
    this.first = current(instance);
    // what one instance forbids in its second context, the other forbids in its third
    const forbidding = [-1, 1 + number, 2 - number];
    const contexts = [this.first, exports.OSSL_LIB_CTX_new(), exports.OSSL_LIB_CTX_new()];
    contexts.forEach((context, index) => {
      if (index === 0) return;
      const query = index === forbidding[1] ? 'provider=none' : 'provider=default';
      this.#call([
        ['setLibctx', context],
        ['setProperties', memory.newString(query)],
        ['setLibctx', this.first],
        ['return', 1],
      ]);
    });
    exports.osa_raise(memory.newString(this.own));
    this.plans = Array.from({ length: JOBS }, (_, index) => {
      const which = index % 3;
      const libctx = contexts[which] as Libctx;
      const reason = 1000 * (number + 1) + 2 * index;
      const random = memory.malloc(SIZE);
      const look = (turn: number): Step[] => [
        ['getLibctx', 0, 0, `libctx ${turn}`],
        ['peekError', 0, 0, `error ${turn}`],
        ['setMark'],
        ['fetches', sha256, 0, `fetches ${turn}`],
        ['popToMark'], // what a failed fetch has to say
      ];
      const script = new Script(ossl, [
        ['setLibctx', libctx],
        ['raise', reason],
        ['pause'],
        ...look(1),
        ['setMark'],
        ['rand', random, SIZE, 'random'], // where nothing can be fetched there is no generator either
        ['popToMark'],
        ['raise', reason + 1],
        ['pause'],
        ...look(2),
        ['return', 0],
      ]);
      return {
        side: this,
        reason,
        libctx,
        fetches: Number(which !== forbidding[1]),
        random,
        script,
      };
    });
  }

  #call(steps: Step[]): void {
    const { exports, jobs, ossl } = this.instance;
    exports.test_call(jobs.script, ossl.c.memory.newBytes(new Script(ossl, steps).args));
  }
}

export const isolation: Suite = ({ expect, load, test }) => {
  const sides = async (): Promise<[Side, Side]> => [
    new Side(await load(), 0),
    new Side(await load(), 1),
  ];
  const reasons = (errors: readonly { code: number }[]): number[] =>
    errors.map(({ code }) => code & 0x7fffff);

  /** What each job has seen, and that the random bytes of all are different. */
  const check = (all: readonly Plan[]): void => {
    const seen = new Set<string>();
    for (const { fetches, libctx, random, reason, script, side } of all) {
      const found = (name: string): number[] =>
        [1, 2].map((turn) => script.result(`${name} ${turn}`));
      expect(found('libctx')).toEqual([libctx, libctx]);
      expect(found('error')).toEqual([reason, reason + 1]);
      expect(found('fetches')).toEqual([fetches, fetches]);
      expect(script.result('random') === 1).toBe(fetches === 1);
      if (fetches === 1)
        seen.add(side.instance.ossl.c.memory.getBytes(random as Pointer<'void'>, SIZE).join());
    }
    expect(seen.size).toBe(all.filter(({ fetches }) => fetches === 1).length);
    for (const side of new Set(all.map((plan) => plan.side))) {
      const { ossl } = side.instance;
      expect(current(side.instance)).toBe(side.first);
      expect(ossl.takeErrors()).toMatchObject([{ data: side.own }]);
      expect(ossl.stats().jobs).toMatchObject({ live: 0, started: JOBS, finished: JOBS });
    }
  };

  test('two instances, 200 jobs, turn by turn: nothing of one shows in another', async () => {
    const all = (await sides()).flatMap(({ plans }) => plans);
    const jobs = new Map<Plan, Job | null>();
    for (let turn = 0; turn < 3; turn++)
      for (const plan of shuffled(all, turn + 1)) {
        const { script, side } = plan;
        const { instance } = side;
        const job = jobs.get(plan);
        const outcome = instance.ossl.startJob(
          job ? { job } : { func: instance.jobs.script, args: script.args },
        );
        jobs.set(plan, outcome.job);
        expect(current(instance)).toBe(side.first);
        expect(reasons(outcome.errors)).toEqual(turn < 2 ? [] : [plan.reason, plan.reason + 1]);
      }
    check(all);
  });

  test('two instances, 200 runs at once: each rejects with its own errors', async () => {
    const all = (await sides()).flatMap(({ plans }) => plans);
    const mixed = shuffled(all, 7);
    const errors = await rejections(
      mixed.map(({ script, side: { instance } }) =>
        instance.ossl.run(instance.jobs.script, { args: script.args }),
      ),
    );
    mixed.forEach(({ reason }, index) => {
      expect(reasons((errors[index] as OpenSSLError).errors)).toEqual([reason, reason + 1]);
    });
    check(all);
  });
};
