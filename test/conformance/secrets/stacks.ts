// A finished job leaves nothing of its C stack and saved frames behind: they held keys.
import type { OpenSSL } from '../../../src/index.js';
import { rejection, start, thrown } from '../../support/start.js';
import { Script, type Step } from '../../support/script.js';
import { ints, type Suite } from '../../support/suite.js';

const PATTERN = 0x5ec3e75a;

/** How often a word stands in the linear memory. */
function count(ossl: OpenSSL, word = PATTERN): number {
  let found = 0;
  for (const value of new Int32Array(ossl.exports.memory.buffer)) if (value === word) found++;
  return found;
}

/** Fills the stack, then does some more; the pattern stands in the script too until it is forgotten. */
function steps(...more: Step[]): Step[] {
  return [['fillStack', PATTERN], ...more];
}

/** The test's own copy of the pattern goes, so that what is found is the job's. */
function forget(ossl: OpenSSL, script: Script): void {
  ossl.c.memory.setInt(script.pointer, 0, 1);
}

export const stacks: Suite = ({ expect, load, test }) => {
  test('a paused job keeps what is on its stack, and a finished one leaves nothing', async () => {
    const instance = await load();
    const { ossl } = instance;
    expect(count(ossl)).toBe(0);
    const { job, script } = start(instance, steps(['pause'], ['return', 1]));
    forget(ossl, script);
    expect(count(ossl)).toBeGreaterThan(256);
    expect(ossl.startJob({ job })).toMatchObject({ result: 3 });
    expect(count(ossl)).toBe(0);
  });

  test('the same without a pause', async () => {
    const instance = await load();
    const { outcome, script } = start(instance, steps(['return', 1]));
    forget(instance.ossl, script);
    expect(outcome.result).toBe(3);
    expect(count(instance.ossl)).toBe(0);
  });

  test('a cancelled job leaves nothing', async () => {
    const { jobs, ossl } = await load();
    const { fd } = ossl.newHandle();
    const script = new Script(ossl, steps(['setWaitFd', 1, fd], ['pause'], ['return', 0]));
    const abort = new AbortController();
    const run = rejection(ossl.run(jobs.script, { args: script.args, signal: abort.signal }));
    await new Promise((next) => setTimeout(next, 5));
    forget(ossl, script);
    expect(count(ossl)).toBeGreaterThan(256);
    abort.abort();
    expect(await run).toMatchObject({ code: 'aborted' });
    expect(count(ossl)).toBe(0);
  });

  test('a failed job leaves nothing', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, steps(['pause'], ['raise', 7], ['return', 0]));
    expect(await rejection(ossl.run(jobs.script, { args: script.args }))).toMatchObject({
      code: 'openssl',
    });
    forget(ossl, script);
    expect(count(ossl)).toBe(0);
  });

  test('the copies of the arguments go with the job', async () => {
    const { jobs, ossl } = await load();
    const args = ints(1, PATTERN, PATTERN, PATTERN, PATTERN, PATTERN);
    const { job } = ossl.startJob({ func: jobs.endless, args });
    expect(count(ossl)).toBe(5); // upstream's copy; the one that it was made from is wiped
    ossl.startJob({ job });
    expect(count(ossl)).toBe(0);
    expect(await ossl.run(jobs.endless, { args })).toBe(1);
    expect(count(ossl)).toBe(0);
  });

  test('an idle job in the pool keeps nothing for the next one to find', async () => {
    const instance = await load({ pool: { max: 1, initial: 1 } });
    const { ossl } = instance;
    for (let turn = 0; turn < 3; turn++) {
      const { job, script } = start(instance, steps(['pause'], ['return', 1]));
      ossl.startJob({ job });
      forget(ossl, script);
      expect(count(ossl)).toBe(0);
    }
    expect(ossl.stats().jobs.allocated).toBe(1);
  });

  test('what another job has paused with is left alone', async () => {
    const instance = await load();
    const { ossl } = instance;
    const kept = start(instance, steps(['pause'], ['return', 1]));
    forget(ossl, kept.script);
    const before = count(ossl);
    const other = start(instance, steps(['pause'], ['return', 1]));
    forget(ossl, other.script);
    ossl.startJob({ job: other.job });
    expect(count(ossl)).toBe(before);
    ossl.startJob({ job: kept.job });
    expect(count(ossl)).toBe(0);
  });

  test("the runner's copy of the arguments of a job is wiped", async () => {
    const { jobs, ossl } = await load();
    // two pauses, then a word that C never looks at
    const args = ints(2, PATTERN);
    const paused = ossl.startJob({ func: jobs.endless, args });
    expect(count(ossl)).toBe(1); // OpenSSL's own copy, which the job reads
    ossl.startJob({ job: paused.job });
    ossl.startJob({ job: paused.job });
    expect(thrown(() => paused.job?.waitContext)).toMatchObject({ code: 'stale' });
  });

  test('locals that only live in saved frames are wiped with them', async () => {
    const { jobs, ossl } = await load();
    // the depth is a local of each of the frames, which Asyncify saves at the pause
    const depth = 0x123;
    const before = count(ossl, depth);
    const { job } = ossl.startJob({ func: jobs.deep, args: ints(depth, 2) });
    expect(ossl.stats().memory.savedFrames).toBeGreaterThan(depth * 4);
    expect(count(ossl, depth)).toBeGreaterThan(before);
    ossl.startJob({ job });
    ossl.startJob({ job });
    expect(ossl.stats().memory.savedFrames).toBe(0);
    expect(count(ossl, depth)).toBeLessThanOrEqual(before + 1); // OpenSSL's copy of the arguments
  });
};
