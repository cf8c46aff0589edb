// ASYNC_start_job(3): each job keeps its own default OSSL_LIB_CTX.
import { ASYNC_FINISH, ASYNC_PAUSE, type OpenSSL } from '../../../src/index.js';
import type { Pointer } from '../../../src/index.js';
import { Script } from '../../support/script.js';
import type { Suite } from '../../support/suite.js';

type Libctx = Pointer<'OSSL_LIB_CTX'>;
const read = 0 as Libctx; // OSSL_LIB_CTX_set0_default(NULL) changes nothing and gives what is set

/** The caller's default, the context that a load begins with, and two more. */
function contexts({ exports }: OpenSSL) {
  const current = (): Libctx => exports.OSSL_LIB_CTX_set0_default(read);
  const a = exports.OSSL_LIB_CTX_new();
  const b = exports.OSSL_LIB_CTX_new();
  if (a === 0 || b === 0) throw new Error('There are no library contexts left');
  return { a, b, current, first: current() };
}

export const libraryContext: Suite = ({ expect, load, test }) => {
  test('a default that a job changes is hidden from the caller', async () => {
    const { jobs, ossl } = await load();
    const { a, current, first } = contexts(ossl);
    const script = new Script(ossl, [['setLibctx', a], ['pause'], ['return', 1]]);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(current()).toBe(first); // after PAUSE
    ossl.startJob({ job });
    expect(current()).toBe(first); // after FINISH
    expect(a).not.toBe(first);
  });

  test('also when the job never pauses, and from the next user of the job', async () => {
    const { jobs, ossl } = await load({ pool: { max: 1, initial: 1 } });
    const { a, b, current, first } = contexts(ossl);
    for (const mine of [a, b]) {
      const script = new Script(ossl, [
        ['getLibctx', 0, 0, 'at start'],
        ['setLibctx', mine],
        ['getLibctx', 0, 0, 'set'],
        ['return', 1],
      ]);
      ossl.startJob({ func: jobs.script, args: script.args });
      expect([script.result('at start'), script.result('set')]).toEqual([first, mine]);
      expect(current()).toBe(first);
    }
  });

  test("the job's default is back on resume", async () => {
    const { jobs, ossl } = await load();
    const { a, b } = contexts(ossl);
    const script = new Script(ossl, [
      ['setLibctx', a],
      ['pause'],
      ['getLibctx', 0, 0, 'first'],
      ['setLibctx', b],
      ['pause'],
      ['getLibctx', 0, 0, 'second'],
      ['return', 1],
    ]);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(ossl.startJob({ job }).result).toBe(ASYNC_PAUSE);
    expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
    expect([script.result('first'), script.result('second')]).toEqual([a, b]);
  });

  test('jobs that interleave have each their own', async () => {
    const { jobs, ossl } = await load();
    const { a, b, current, first } = contexts(ossl);
    const started = [a, b, first].map((mine) => {
      const script = new Script(ossl, [
        ['setLibctx', mine],
        ['pause'],
        ['getLibctx', 0, 0, 'seen'],
        ['return', 1],
      ]);
      const { job } = ossl.startJob({ func: jobs.script, args: script.args });
      return { job, mine, script };
    });
    for (const { job, mine, script } of started.reverse()) {
      ossl.startJob({ job });
      expect(script.result('seen')).toBe(mine);
      expect(current()).toBe(first);
    }
  });

  test('a job in JavaScript has its own between its yields', async () => {
    const { exports, ossl } = await load();
    const { a, current, first } = contexts(ossl);
    const seen: number[] = [];
    const { job } = ossl.startJob({
      func: function* (): Generator {
        exports.OSSL_LIB_CTX_set0_default(a);
        yield;
        seen.push(current());
      },
    });
    expect(current()).toBe(first);
    ossl.startJob({ job });
    expect(seen).toEqual([a]);
    expect(current()).toBe(first);
  });

  test("the caller's change between pauses survives the job", async () => {
    const { exports, jobs, ossl } = await load();
    const { a, b, current, first } = contexts(ossl);
    const script = new Script(ossl, [
      ['setLibctx', a],
      ['pause'],
      ['getLibctx', 0, 0, 'seen'],
      ['pause'],
      ['return', 1],
    ]);
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    expect(exports.OSSL_LIB_CTX_set0_default(b)).toBe(first);
    ossl.startJob({ job });
    expect(current()).toBe(b);
    expect(script.result('seen')).toBe(a);
    expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
    expect(current()).toBe(b);
  });

  test('a job that sets none keeps the default of its start', async () => {
    const { exports, jobs, ossl } = await load();
    const { b, current, first } = contexts(ossl);
    const steps = [['pause'], ['getLibctx', 0, 0, 'seen'], ['return', 1]] as const;
    const script = new Script(
      ossl,
      steps.map((step) => [...step]),
    );
    const { job } = ossl.startJob({ func: jobs.script, args: script.args });
    exports.OSSL_LIB_CTX_set0_default(b);
    ossl.startJob({ job });
    expect(script.result('seen')).toBe(first);
    expect(current()).toBe(b);
  });

  test('a library context can be freed after the job that used it', async () => {
    const { exports, jobs, ossl } = await load();
    const round = (): void => {
      const a = exports.OSSL_LIB_CTX_new();
      const script = new Script(ossl, [['setLibctx', a], ['pause'], ['return', 1]]);
      const { job } = ossl.startJob({ func: jobs.script, args: script.args });
      expect(ossl.startJob({ job }).result).toBe(ASYNC_FINISH);
      script.free();
      exports.OSSL_LIB_CTX_free(a);
    };
    round();
    const { heap } = ossl.stats().memory;
    for (let count = 0; count < 5; count++) round();
    expect(ossl.stats().memory.heap).toBe(heap);
    expect(ossl.takeErrors()).toEqual([]);
  });
};
