// Wait contexts and handles at the wrong time or in the wrong place: a defined error.
import { start } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

export const misuse: Suite = ({ expect, load, loadShipped, test }) => {
  test('a freed wait context refuses every call', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    context.free();
    for (const call of [
      () => context.pointer,
      () => context.getAllFds(),
      () => context.getChangedFds(),
      () => context.getFd('meter'),
      () => context.clearFd('meter'),
      () => {
        context.setWaitFd('meter', ossl.newHandle());
      },
      () => context.getStatus(),
      () => {
        context.setStatus(1);
      },
      () => context.getCallback(),
      () => {
        context.setCallback(null);
      },
    ])
      expect(call).toThrow(expect.objectContaining({ code: 'disposed' }));
  });

  test('a wait context is not freed while a live job uses it', async () => {
    const instance = await load();
    const context = instance.ossl.newWaitContext();
    const { job } = start(instance, [['pause'], ['return', 1]], context);
    expect(() => {
      context.free();
    }).toThrow(expect.objectContaining({ code: 'in-use' }));
    instance.ossl.startJob({ job });
    context.free();
    expect(instance.ossl.stats().waitContexts).toBe(0);
  });

  test('a closed handle is not taken', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const handle = ossl.newHandle();
    handle.close();
    expect(() => {
      context.setWaitFd('meter', handle);
    }).toThrow(expect.objectContaining({ code: 'stale' }));
    expect(context.getAllFds()).toEqual([]);
  });

  test('what belongs to another instance is refused, as its numbers mean something else here', async () => {
    const { jobs, ossl } = await load();
    const other = await loadShipped();
    const context = ossl.newWaitContext();
    expect(() => {
      context.setWaitFd('meter', other.newHandle());
    }).toThrow(expect.objectContaining({ code: 'argument' }));
    expect(() =>
      ossl.startJob({ func: jobs.endless, waitContext: other.newWaitContext() }),
    ).toThrow(expect.objectContaining({ code: 'argument' }));
    await expect(
      ossl.run(jobs.endless, { waitContext: other.newWaitContext() }),
    ).rejects.toMatchObject({ code: 'argument' });
    await expect(ossl.poll([other.newHandle()], { timeout: 0 })).rejects.toMatchObject({
      code: 'argument',
    });
    const { job } = other.startJob({
      func: function* () {
        yield;
        return 5;
      },
    });
    expect(() => ossl.startJob({ job })).toThrow(expect.objectContaining({ code: 'argument' }));
    expect(other.startJob({ job }).value).toBe(5);
    expect(ossl.stats().jobs.started).toBe(0);
  });
};
