// Upstream's dasync engine, unchanged: it pauses in SHA-1, at init, update and final.
import { hex } from '../../support/bytes.js';
import { start } from '../../support/start.js';
import { ints, later, type Suite, type TestInstance } from '../../support/suite.js';

const SHA1_OF_ABC = 'a9993e364706816aba3e25717850c26c9cd0d89d';

/** Room for a digest, and the job's arguments that point to it. */
function output({ ossl }: TestInstance): { args: Uint8Array; digest: () => string } {
  const { memory } = ossl.c;
  const out = memory.malloc(20);
  return {
    args: ints(out),
    digest: () => hex(memory.getBytes(out, 20)),
  };
}

export const dasync: Suite = ({ expect, load, test }) => {
  test('dasync pauses on a pipe of virtual handles, and gives the right digest', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const { args, digest } = output(instance);
    const waitContext = ossl.newWaitContext();
    expect(await ossl.run(jobs.dasync, { args, waitContext })).toBe(1);
    expect(digest()).toBe(SHA1_OF_ABC);
    expect(ossl.stats().jobs.pauses).toBe(3);
    expect(ossl.stats().handles.open).toBe(2); // the pipe, until its wait context goes
    expect(waitContext.getAllFds()).toHaveLength(1);
    waitContext.free(); // runs the engine's cleanup, which closes both ends
    expect(ossl.stats().handles.open).toBe(0);
  });

  test('dasync run by hand: each pause shows the readable end of the pipe', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const { args, digest } = output(instance);
    const waitContext = ossl.newWaitContext();
    let turn = ossl.startJob({ func: jobs.dasync, args, waitContext });
    const seen: boolean[] = [];
    while (turn.job) {
      const [fd] = waitContext.getAllFds() as [number];
      seen.push(ossl.handle(fd).isReadable);
      turn = ossl.startJob({ job: turn.job });
    }
    expect(turn).toMatchObject({ result: 3, ret: 1 });
    expect(seen).toEqual([true, true, true]);
    // the engine wrote a byte before each pause, and has read each after it
    expect(ossl.handle((waitContext.getAllFds() as [number])[0]).isReadable).toBe(false);
    expect(digest()).toBe(SHA1_OF_ABC);
  });

  test('dasync with a callback uses no handle, and calls it at each pause', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const { args, digest } = output(instance);
    const waitContext = ossl.newWaitContext();
    const given: unknown[] = [];
    waitContext.setCallback((argument) => given.push(argument), 'mine');
    expect(await ossl.run(jobs.dasync, { args, waitContext })).toBe(1);
    expect(digest()).toBe(SHA1_OF_ABC);
    expect(given).toEqual(['mine', 'mine', 'mine']);
    expect(ossl.stats().handles.highWater).toBe(0);
  });

  test('dasync without a wait context of the caller leaves no handle behind', async () => {
    const instance = await load();
    const { args, digest } = output(instance);
    expect(await instance.ossl.run(instance.jobs.dasync, { args })).toBe(1);
    expect(digest()).toBe(SHA1_OF_ABC);
    expect(instance.ossl.stats()).toMatchObject({ handles: { open: 0 }, waitContexts: 0 });
  });

  test('dasync in twenty jobs at once', async () => {
    const instance = await load();
    const all = Array.from({ length: 20 }, () => output(instance));
    await Promise.all(all.map(({ args }) => instance.ossl.run(instance.jobs.dasync, { args })));
    expect(all.map(({ digest }) => digest())).toEqual(all.map(() => SHA1_OF_ABC));
    expect(instance.ossl.stats().jobs.pauses).toBe(60);
  });

  test('dasync that is cancelled unwinds, and its handles go with the wait context', async () => {
    const instance = await load();
    const { jobs, ossl } = instance;
    const { args } = output(instance);
    const abort = new AbortController();
    const run = ossl.run(jobs.dasync, { args, signal: abort.signal });
    abort.abort(); // the job is ready but has not run: it is never started
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    const waitContext = ossl.newWaitContext();
    let turn = ossl.startJob({ func: jobs.dasync, args, waitContext });
    turn.job?.cancel();
    // the engine ignores what ASYNC_pause_job says, and goes on to its end
    while (turn.job) turn = ossl.startJob({ job: turn.job });
    expect(turn.result).toBe(3);
    waitContext.free();
    expect(ossl.stats().handles.open).toBe(0);
  });

  test('dasync outside of a job does not pause', async () => {
    const instance = await load();
    const { args, digest } = output(instance);
    const bytes = instance.ossl.c.memory.newBytes(args);
    expect(instance.exports.test_call(instance.jobs.dasync, bytes)).toBe(1);
    expect(digest()).toBe(SHA1_OF_ABC);
    await later();
    expect(instance.ossl.stats().jobs.pauses).toBe(0);
    expect(start(instance, [['return', 1]]).outcome.ret).toBe(1);
  });
};
