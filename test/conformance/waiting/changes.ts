// ASYNC_WAIT_CTX_get_changed_fds(3): what changed since the job was last resumed.
import { start, withHandle } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

export const changes: Suite = ({ expect, load, test }) => {
  test('changes show after PAUSE, and not after the next one if nothing changed', async () => {
    const instance = await load();
    const { context, fd } = withHandle(instance.ossl);
    const { job } = start(
      instance,
      [['setWaitFd', 1, fd], ['pause'], ['pause'], ['return', 1]],
      context,
    );
    expect(context.getChangedFds()).toEqual({ added: [fd], deleted: [] });
    instance.ossl.startJob({ job });
    expect(context.getChangedFds()).toEqual({ added: [], deleted: [] });
    expect(context.getAllFds()).toEqual([fd]);
  });

  test('a handle added and cleared in one run is in neither list', async () => {
    const instance = await load();
    const { context, fd } = withHandle(instance.ossl);
    start(instance, [['setWaitFd', 1, fd], ['clearFd', 1], ['pause'], ['return', 1]], context);
    expect(context.getChangedFds()).toEqual({ added: [], deleted: [] });
    expect(context.getAllFds()).toEqual([]);
  });

  test('a handle cleared in a later run is once among the deleted', async () => {
    const instance = await load();
    const { context, fd } = withHandle(instance.ossl);
    const { job, script } = start(
      instance,
      [
        ['setWaitFd', 1, fd],
        ['pause'],
        ['clearFd', 1, 0, 'cleared'],
        ['pause'],
        ['pause'],
        ['return', 1],
      ],
      context,
    );
    instance.ossl.startJob({ job });
    expect(script.result('cleared')).toBe(1);
    expect(context.getChangedFds()).toEqual({ added: [], deleted: [fd] });
    expect(context.getAllFds()).toEqual([]);
    instance.ossl.startJob({ job });
    expect(context.getChangedFds()).toEqual({ added: [], deleted: [] });
  });

  test('a handle cleared and set again is in both lists', async () => {
    const instance = await load();
    const { context, fd } = withHandle(instance.ossl);
    const { job } = start(
      instance,
      [
        ['setWaitFd', 1, fd],
        ['pause'],
        ['clearFd', 1],
        ['setWaitFd', 1, fd],
        ['pause'],
        ['return', 1],
      ],
      context,
    );
    instance.ossl.startJob({ job });
    expect(context.getChangedFds()).toEqual({ added: [fd], deleted: [fd] });
    expect(context.getAllFds()).toEqual([fd]);
  });

  test('the last changes stay after FINISH, and a job without a pause still shows them', async () => {
    const instance = await load();
    const { context, fd } = withHandle(instance.ossl);
    start(
      instance,
      [
        ['setWaitFd', 1, fd],
        ['return', 1],
      ],
      context,
    );
    expect(context.getChangedFds()).toEqual({ added: [fd], deleted: [] });
    start(instance, [['return', 1]], context);
    expect(context.getChangedFds()).toEqual({ added: [fd], deleted: [] });
    // only a resume counts from the beginning
    const { job } = start(instance, [['pause'], ['return', 1]], context);
    expect(context.getChangedFds()).toEqual({ added: [fd], deleted: [] });
    instance.ossl.startJob({ job });
    expect(context.getChangedFds()).toEqual({ added: [], deleted: [] });
  });
};
