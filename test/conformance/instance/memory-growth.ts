// The linear memory grows, so that every view of it is replaced: nobody notices.
import { start, thrown, works } from '../../support/start.js';
import { ints, type Suite } from '../../support/suite.js';

export const memoryGrowth: Suite = ({ expect, load, test }) => {
  test('memory grows while a job is paused: the job and the views go on', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const { fd } = ossl.newHandle();
    const { job, script } = start(
      instance,
      [
        ['setWaitFd', 1, fd],
        ['pause', 0, 0, 'paused'],
        ['return', 7],
      ],
      context,
    );
    const deep = ossl.startJob({ func: instance.jobs.deep, args: ints(50, 1) });
    const before = ossl.exports.memory.buffer;
    const block = ossl.c.memory.newBytes(new Uint8Array(64 << 20).fill(0xa5));
    expect(ossl.exports.memory.buffer).not.toBe(before);
    expect(before.byteLength).toBe(0);
    expect(context.getAllFds()).toEqual([fd]);
    expect(ossl.startJob({ job })).toMatchObject({ result: 3, ret: 7 });
    expect(script.result('paused')).toBe(1);
    expect(ossl.startJob({ job: deep.job })).toMatchObject({ result: 3, ret: 1 });
    expect(ossl.c.memory.getBytes(block, 4)).toEqual(Uint8Array.of(0xa5, 0xa5, 0xa5, 0xa5));
    expect(ossl.stats().memory.total).toBeGreaterThan(64 << 20);
  });

  test('memory that grows inside a callback: C and JavaScript go on', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    let before: ArrayBuffer | undefined;
    context.setCallback(() => {
      before = ossl.exports.memory.buffer;
      ossl.c.memory.malloc(32 << 20);
      return 5;
    });
    const fds = ossl.c.memory.newInts([0, 0]);
    const { outcome, script } = start(
      instance,
      [
        ['callCallback', 0, 0, 'called'],
        ['pipe', fds, 0, 'pipe'],
        ['return', 7],
      ],
      context,
    );
    expect(before?.byteLength).toBe(0);
    expect(outcome.ret).toBe(7);
    expect([script.result('called'), script.result('pipe')]).toEqual([5, 0]);
    expect(ossl.handle(ossl.c.memory.getInt(fds, 0)).closed).toBe(false);
  });

  test('when the memory may grow no more, the call is refused and paused jobs go on', async () => {
    const instance = await load({ memoryLimit: 32 << 20 });
    const { ossl } = instance;
    const { job } = start(instance, [['pause'], ['return', 7]]);
    expect(thrown(() => ossl.c.memory.malloc(64 << 20))).toMatchObject({ code: 'memory' });
    expect(ossl.startJob({ job })).toMatchObject({ result: 3, ret: 7 });
    expect(await works(instance)).toBe(true);
  });
};
