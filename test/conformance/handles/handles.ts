// Virtual handles: level-triggered, with a generation in the number, and never a wait without an end.
import type { OpenSSL, VirtualHandle } from '../../../src/index.js';
import { isPending, rejection, start, thrown } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const slot = (fd: number): number => fd & 0xf_ffff;

/** Both ends of a pipe, as handles. */
function pipe(ossl: OpenSSL): { read: VirtualHandle; write: VirtualHandle } {
  const { memory } = ossl.c;
  const fds = memory.newInts([0, 0]);
  ossl.c.pipe(fds);
  return { read: ossl.handle(memory.getInt(fds, 0)), write: ossl.handle(memory.getInt(fds, 1)) };
}

export const handles: Suite = ({ expect, load, loadShipped, test }) => {
  const stale = expect.objectContaining({ code: 'stale' }) as Error;

  test('handles are positive ints, far from the real descriptors, and all different', async () => {
    const ossl = await loadShipped();
    const fds = Array.from({ length: 1000 }, () => ossl.newHandle().fd);
    expect(new Set(fds).size).toBe(1000);
    for (const fd of fds) {
      expect(fd).toBe(fd | 0);
      expect(fd).toBeGreaterThanOrEqual(2 ** 20);
    }
  });

  test('the real descriptors are not handles: they can be neither taken nor closed', async () => {
    const ossl = await loadShipped();
    for (const fd of [0, 1, 2, -1]) {
      expect(() => ossl.handle(fd)).toThrow(stale);
      expect(ossl.c.close(fd)).toBe(-1);
    }
  });

  test('a handle lives through a pause', async () => {
    const instance = await load();
    const { ossl } = instance;
    const context = ossl.newWaitContext();
    const handle = ossl.newHandle();
    const { job } = start(
      instance,
      [['setWaitFd', 1, handle.fd], ['pause'], ['getFd', 1], ['return', 1]],
      context,
    );
    for (let index = 0; index < 100; index++) ossl.newHandle();
    expect(context.getAllFds()).toEqual([handle.fd]);
    handle.signal();
    expect(ossl.handle(handle.fd).isReadable).toBe(true);
    ossl.startJob({ job });
    expect(handle.closed).toBe(false);
  });

  test('a handle is ready from signal to clear, however often it is looked at', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    expect(handle.isReadable).toBe(false);
    handle.signal();
    handle.signal();
    expect([handle.isReadable, handle.isReadable]).toEqual([true, true]);
    await handle.readable;
    await handle.readable;
    handle.clear();
    expect(handle.isReadable).toBe(false);
    handle.clear();
    expect(handle.isReadable).toBe(false);
  });

  test('readable resolves when the handle is signalled, for all who wait', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    const waiting = [handle.readable, handle.readable, ossl.handle(handle.fd).readable];
    expect(await isPending(Promise.race(waiting))).toBe(true);
    handle.signal();
    await Promise.all(waiting);
  });

  test('readable rejects when the handle is closed, now or while waiting', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    const waiting = rejection(handle.readable);
    handle.close();
    expect(await waiting).toMatchObject({ code: 'stale' });
    expect(await rejection(handle.readable)).toMatchObject({ code: 'stale' });
  });

  test('a closed handle refuses everything but a second close', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    handle.signal();
    handle.close();
    handle.close();
    expect(handle.closed).toBe(true);
    expect(handle.isReadable).toBe(false);
    expect(() => {
      handle.signal();
    }).toThrow(stale);
    expect(() => {
      handle.clear();
    }).toThrow(stale);
    expect(() => ossl.handle(handle.fd)).toThrow(stale);
    expect(ossl.stats().handles).toEqual({ open: 0, highWater: 1 });
  });

  test('the number of a closed handle is refused even when its slot is in use again', async () => {
    const ossl = await loadShipped();
    const old = ossl.newHandle();
    old.close();
    const next = ossl.newHandle();
    expect(slot(next.fd)).toBe(slot(old.fd)); // the case that matters
    expect(next.fd).not.toBe(old.fd);
    next.signal();
    expect(old.isReadable).toBe(false);
    expect(() => {
      old.clear();
    }).toThrow(stale);
    expect(ossl.c.close(old.fd)).toBe(-1);
    old.close();
    expect(next.closed).toBe(false);
    expect(next.isReadable).toBe(true);
  });

  test('a slot is given up when its 2047 generations are used', async () => {
    const ossl = await loadShipped();
    const fds: number[] = [];
    for (let turn = 0; turn < 2 * 2047 + 1; turn++) {
      const handle = ossl.newHandle();
      fds.push(handle.fd);
      handle.close();
    }
    expect(new Set(fds).size).toBe(fds.length);
    expect(fds.every((fd) => fd > 0)).toBe(true);
    const slots = fds.map(slot);
    expect(slots.lastIndexOf(slots[0] as number)).toBe(2046);
    expect(new Set(slots).size).toBe(3);
    // a retired slot's last number does not come back to life
    expect(() => ossl.handle(fds[2046] as number)).toThrow(stale);
    expect(ossl.stats().handles.open).toBe(0);
  });

  test('after a million open handles there are no more, until one is closed', async () => {
    const ossl = await loadShipped();
    const all: VirtualHandle[] = [];
    for (let count = 0; count < 2 ** 20; count++) all.push(ossl.newHandle());
    expect(thrown(() => ossl.newHandle())).toMatchObject({ code: 'memory' });
    all[5]?.close();
    // a pipe needs two, and gives the one back that it got
    expect(ossl.c.pipe(ossl.c.memory.newInts([0, 0]))).toBe(-1);
    expect(ossl.stats().handles.open).toBe(2 ** 20 - 1);
    ossl.newHandle().signal();
    expect(ossl.stats().handles).toEqual({ open: 2 ** 20, highWater: 2 ** 20 });
  });

  test('only an int names a handle', async () => {
    const ossl = await loadShipped();
    const { fd } = ossl.newHandle();
    expect(ossl.handle(fd).fd).toBe(fd);
    for (const wrong of [fd + 0.5, fd + 2 ** 32, -fd, NaN, Infinity, String(fd) as never])
      expect(() => ossl.handle(wrong)).toThrow(stale);
  });

  test('an end of a pipe is neither signalled nor cleared', async () => {
    const ossl = await loadShipped();
    const { read, write } = pipe(ossl);
    for (const end of [read, write])
      for (const call of ['signal', 'clear'] as const)
        expect(
          thrown(() => {
            end[call]();
          }),
        ).toMatchObject({ code: 'argument', message: expect.stringContaining('pipe') as string });
  });

  test('the read end of a pipe is readable when there are bytes, and when the other end is closed', async () => {
    const ossl = await loadShipped();
    const { read, write } = pipe(ossl);
    const byte = ossl.c.memory.malloc(1);
    const waiting = read.readable;
    expect(await isPending(waiting)).toBe(true);
    ossl.c.write(write.fd, byte, 1);
    await waiting;
    ossl.c.read(read.fd, byte, 1);
    expect(read.isReadable).toBe(false);
    const end = read.readable;
    write.close();
    await end;
    expect(read.isReadable).toBe(true);
  });

  test('poll gives all that are ready, as soon as one is', async () => {
    const ossl = await loadShipped();
    const all = [ossl.newHandle(), ossl.newHandle(), ossl.newHandle()] as const;
    const waiting = ossl.poll(all);
    expect(await isPending(waiting)).toBe(true);
    all[1].signal();
    expect(await waiting).toEqual([all[1]]);
    all[2].signal();
    expect(await ossl.poll(all)).toEqual([all[1], all[2]]);
  });

  test('poll with timeout 0 only looks', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    expect(await ossl.poll([handle], { timeout: 0 })).toEqual([]);
    handle.signal();
    expect(await ossl.poll([handle], { timeout: 0 })).toEqual([handle]);
    expect(await ossl.poll([], { timeout: 0 })).toEqual([]);
  });

  test('poll gives nothing when the timeout passes first, and is over then', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    expect(await ossl.poll([handle], { timeout: 5 })).toEqual([]);
    handle.signal();
    expect(await ossl.poll([handle], { timeout: 5 })).toEqual([handle]);
  });

  test('poll rejects when one of the handles is closed, now or while waiting', async () => {
    const ossl = await loadShipped();
    const [one, two] = [ossl.newHandle(), ossl.newHandle()];
    const waiting = rejection(ossl.poll([one, two]));
    two.close();
    expect(await waiting).toMatchObject({ code: 'stale' });
    one.signal();
    expect(await rejection(ossl.poll([one, two]))).toMatchObject({ code: 'stale' });
  });

  test('poll ends with its AbortSignal, before it waits or while', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    const reason = new Error('enough');
    const abort = new AbortController();
    const waiting = rejection(ossl.poll([handle], { signal: abort.signal }));
    abort.abort(reason);
    expect(await waiting).toMatchObject({ code: 'aborted', cause: reason });
    expect(
      await rejection(ossl.poll([handle], { signal: abort.signal, timeout: 0 })),
    ).toMatchObject({ code: 'aborted', cause: reason });
    // and nothing of it is left behind
    handle.signal();
    handle.close();
  });

  test('closing the handle that a job waits for ends the run with stale', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const run = rejection(
      ossl.run(async (job) => {
        job.waitContext?.setWaitFd('meter', handle);
        await job.pause();
      }),
    );
    await isPending(run);
    handle.close();
    expect(await run).toMatchObject({
      code: 'stale',
      message: expect.stringContaining(String(handle.fd)) as string,
    });
    expect(ossl.stats().jobs.live).toBe(0);
  });

  test('a job that pauses for a handle which is closed already ends with stale', async () => {
    const { ossl } = await load();
    const run = ossl.run(async (job) => {
      const handle = ossl.newHandle();
      job.waitContext?.setWaitFd('meter', handle);
      handle.close();
      await job.pause();
    });
    await expect(run).rejects.toMatchObject({ code: 'stale' });
  });

  test('one signal resumes every job that waits for the handle', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const runs = Array.from({ length: 10 }, (_, index) =>
      ossl.run(async (job) => {
        job.waitContext?.setWaitFd('meter', handle);
        await job.pause();
        return index;
      }),
    );
    expect(await isPending(Promise.race(runs))).toBe(true);
    handle.signal();
    expect(await Promise.all(runs)).toEqual(runs.map((_, index) => index));
  });

  test('the most handles that were open at once is in the leak report', async () => {
    const ossl = await loadShipped();
    const all = Array.from({ length: 5 }, () => ossl.newHandle());
    pipe(ossl);
    for (const handle of all) handle.close();
    expect(ossl.stats().handles).toEqual({ open: 2, highWater: 7 });
  });

  test('a list of handles may change while they are waited for', async () => {
    const ossl = await loadShipped();
    const handle = ossl.newHandle();
    const list = [handle];
    const ready = ossl.poll(list);
    list.length = 0;
    handle.signal();
    expect(await ready).toEqual([handle]);
  });

  test('many who wait for handles with one signal listen to it once', async () => {
    const ossl = await loadShipped();
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const listen = signal.addEventListener.bind(signal);
    signal.addEventListener = (...given: unknown[]) => {
      listeners++;
      listen(...(given as Parameters<typeof listen>));
    };
    const polls = Array.from({ length: 20 }, () => ossl.poll([ossl.newHandle()], { signal }));
    expect(listeners).toBe(1);
    controller.abort();
    for (const poll of polls) expect(await rejection(poll)).toMatchObject({ code: 'aborted' });
  });
};
