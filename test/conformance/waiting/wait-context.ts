// ASYNC_WAIT_CTX_new(3) through the facade: the handles that a job waits for.
import type { VirtualHandle, WaitContext } from '../../../src/index.js';
import { ASYNC_STATUS_UNSUPPORTED } from '../../../src/index.js';
import { start, withHandle } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

export const waitContext: Suite = ({ expect, load, loadShipped, test }) => {
  test('a new wait context has no handles, status 0 and no callback', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    expect(context.getAllFds()).toEqual([]);
    expect(context.getChangedFds()).toEqual({ added: [], deleted: [] });
    expect(context.getStatus()).toBe(ASYNC_STATUS_UNSUPPORTED);
    expect(context.getCallback()).toBeUndefined();
  });

  test('a handle that was set is in all and in the added ones', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const { fd } = ossl.newHandle();
    context.setWaitFd('meter', fd);
    expect(context.getAllFds()).toEqual([fd]);
    expect(context.getChangedFds()).toEqual({ added: [fd], deleted: [] });
  });

  test('getFd gives the handle and the custom data', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const handle = ossl.newHandle();
    const customData = { unit: 'kWh' };
    context.setWaitFd('meter', handle, customData);
    const found = context.getFd('meter');
    expect(found?.handle.fd).toBe(handle.fd);
    expect(found?.customData).toBe(customData);
  });

  test('any value is a key, compared as Map keys are', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const keys = ['meter', 7, NaN, null, undefined, Symbol('key'), {}, {}];
    const handles = keys.map((key) => {
      const handle = ossl.newHandle();
      context.setWaitFd(key, handle);
      return handle.fd;
    });
    expect(keys.map((key) => context.getFd(key)?.handle.fd)).toEqual(handles);
    expect(context.getFd({})).toBeUndefined();
  });

  test('getFd of a missing key is undefined', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    context.setWaitFd('meter', ossl.newHandle());
    expect(context.getFd('thermometer')).toBeUndefined();
    context.clearFd('meter');
    expect(context.getFd('meter')).toBeUndefined();
  });

  test('the newest of two handles under one key wins, and clearing it reveals the older', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const older = ossl.newHandle();
    const newer = ossl.newHandle();
    context.setWaitFd('meter', older, 'older');
    context.setWaitFd('meter', newer, 'newer');
    expect(context.getFd('meter')).toMatchObject({ handle: { fd: newer.fd }, customData: 'newer' });
    expect(context.clearFd('meter')).toBe(true);
    expect(context.getFd('meter')).toMatchObject({ handle: { fd: older.fd }, customData: 'older' });
    expect(context.clearFd('meter')).toBe(true);
    expect(context.clearFd('meter')).toBe(false);
  });

  test('all handles come newest first', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const handles = Array.from({ length: 20 }, () => ossl.newHandle().fd);
    handles.forEach((fd, index) => {
      context.setWaitFd(index, fd);
    });
    handles.reverse();
    expect(context.getAllFds()).toEqual(handles);
    expect(context.getChangedFds().added).toEqual(handles);
  });

  test('clearing an unknown key gives false', async () => {
    const ossl = await loadShipped();
    const { context, fd } = withHandle(ossl);
    context.setWaitFd('meter', fd);
    expect(context.clearFd('thermometer')).toBe(false);
    expect(context.getAllFds()).toEqual([fd]);
  });

  test('clearing never calls the cleanup', async () => {
    const ossl = await loadShipped();
    const { context, fd } = withHandle(ossl);
    let calls = 0;
    context.setWaitFd('meter', fd, undefined, () => {
      calls++;
    });
    context.clearFd('meter');
    context.free();
    expect(calls).toBe(0);
  });

  test('freeing calls the cleanups newest first, with exactly the four arguments', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const calls: [WaitContext, unknown, VirtualHandle, unknown][] = [];
    const handles = [ossl.newHandle(), ossl.newHandle(), ossl.newHandle()];
    const keys = ['one', { key: 'two' }, 'one'];
    handles.forEach((handle, index) => {
      context.setWaitFd(keys[index], handle, index, (...given) => {
        calls.push(given);
      });
    });
    context.free();
    expect(calls.map(([given]) => given === context)).toEqual([true, true, true]);
    expect(calls.map(([, key]) => key)).toEqual(keys.reverse());
    expect(calls.map(([, , handle]) => handle.fd)).toEqual(handles.map(({ fd }) => fd).reverse());
    expect(calls.map(([, , , customData]) => customData)).toEqual([2, 1, 0]);
    expect(calls.every((given) => given.length === 4)).toBe(true);
  });

  test('a cleanup may close its handle, but the context that goes away is out of reach', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const handle = ossl.newHandle();
    let refused: unknown;
    context.setWaitFd('meter', handle, undefined, (given, key, mine) => {
      mine.close();
      try {
        given.clearFd(key); // upstream would use freed memory
      } catch (error) {
        refused = error;
      }
    });
    context.free();
    expect(handle.closed).toBe(true);
    expect(refused).toMatchObject({ code: 'disposed' });
  });

  test('freeing skips cleared entries, and those without a cleanup; a second time is harmless', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const calls: unknown[] = [];
    const cleanup = (_: WaitContext, key: unknown): void => {
      calls.push(key);
    };
    context.setWaitFd('kept', ossl.newHandle(), undefined, cleanup);
    context.setWaitFd('cleared', ossl.newHandle(), undefined, cleanup);
    context.setWaitFd('bare', ossl.newHandle());
    context.clearFd('cleared');
    context.free();
    context.free();
    expect(calls).toEqual(['kept']);
    expect(ossl.stats().waitContexts).toBe(0);
  });

  test('a handle cleared by a job in a later run is skipped too', async () => {
    const instance = await load();
    const { context, fd } = withHandle(instance.ossl);
    const { job } = start(
      instance,
      [['setWaitFd', 1, fd], ['pause'], ['clearFd', 1], ['pause'], ['return', 1]],
      context,
    );
    const calls: unknown[] = [];
    context.setWaitFd('mine', fd, undefined, (_, key) => {
      calls.push(key);
    });
    instance.ossl.startJob({ job });
    instance.ossl.startJob({ job });
    context.free();
    expect(calls).toEqual(['mine']);
  });

  test('two keys are two handles', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const [one, two] = [ossl.newHandle(), ossl.newHandle()];
    context.setWaitFd('one', one);
    context.setWaitFd('two', two);
    expect(context.getFd('one')?.handle.fd).toBe(one.fd);
    expect(context.getFd('two')?.handle.fd).toBe(two.fd);
    expect(context.getAllFds()).toEqual([two.fd, one.fd]);
  });
};
