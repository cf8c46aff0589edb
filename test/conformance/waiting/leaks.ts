// What ossl.stats() does not count: who watches a handle that lives on, and the entries of a wait context.
import { Run } from '../../../src/async/runner/run.js';
import { Registry } from '../../../src/base/registry.js';
import { dispose } from '../../../src/base/dispose.js';
import type { VirtualHandle } from '../../../src/index.js';
import { Script, type Step } from '../../support/script.js';
import { rejection, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

/** How many runs are told when something happens to a handle. */
function watchers(handle: VirtualHandle): number {
  const { onHandle } = Run.prototype; // eslint-disable-line @typescript-eslint/unbound-method -- put back
  let told = 0;
  Run.prototype.onHandle = function (this: Run, fd: number) {
    if (fd === handle.fd) told++;
  };
  try {
    handle.signal();
    handle.clear();
  } finally {
    Run.prototype.onHandle = onHandle;
  }
  return told;
}

/** Sees what a registry is given, and whether it still has it. */
function recordEntries(): { left: () => unknown[]; [dispose]: () => void } {
  const { add } = Registry.prototype; // eslint-disable-line @typescript-eslint/unbound-method -- put back
  const added: [Registry<unknown>, number][] = [];
  Registry.prototype.add = function (this: Registry<unknown>, value: unknown) {
    const id = add.call(this, value);
    added.push([this, id]);
    return id;
  };
  return {
    left: () =>
      added.map(([registry, id]) => registry.get(id)).filter((value) => value !== undefined),
    [dispose]: () => {
      Registry.prototype.add = add;
    },
  };
}

export const leaks: Suite = ({ expect, load, test }) => {
  test('a handle that outlives many runs is watched by none of them afterwards', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const context = ossl.newWaitContext();
    const waits = ossl.newWaitContext();
    for (const [waitContext, wake] of [
      // the callback is called, and the handle is not ready
      [context, () => context.callCallback()],
      [waits, () => undefined],
    ] as const) {
      waitContext.setCallback(() => undefined);
      for (let round = 0; round < 20; round++) {
        const abort = new AbortController();
        const run = ossl
          .run(
            async (job) => {
              job.waitContext?.setWaitFd('key', handle);
              await job.pause();
              job.waitContext?.clearFd('key');
              return 1;
            },
            { waitContext, signal: abort.signal },
          )
          .catch((error: unknown) => (error as { code: string }).code);
        await until(() => ossl.stats().jobs.paused === 1);
        await later();
        expect(watchers(handle)).toBe(1);
        wake();
        if (waitContext === waits) abort.abort();
        expect(await run).toBe(waitContext === waits ? 'aborted' : 1);
        waitContext.clearFd('key');
        expect(watchers(handle)).toBe(0);
      }
    }
    handle.close();
  });

  test('a job that pauses again and again for the same handle is its watcher once', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    waitContext.setCallback(() => undefined);
    let pauses = 0;
    const run = ossl.run(
      async (job) => {
        waitContext.setWaitFd('key', handle);
        for (; pauses < 30; pauses++) await job.pause();
        return pauses;
      },
      { waitContext },
    );
    for (let wanted = 0; wanted < 30; wanted++) {
      await until(() => pauses === wanted && ossl.stats().jobs.paused === 1);
      await later();
      expect(watchers(handle)).toBe(1);
      waitContext.callCallback();
    }
    expect(await run).toBe(30);
    expect(watchers(handle)).toBe(0);
  });

  test('nor is one in C, which goes on when its callback is called', async () => {
    const { jobs, ossl } = await load();
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    waitContext.setCallback(() => undefined);
    const pauses = Array.from({ length: 20 }, (): Step => ['pause']);
    const script = new Script(ossl, [['setWaitFd', 1, handle.fd], ...pauses, ['return', 7]]);
    const before = ossl.stats().jobs.pauses;
    const run = ossl.run(jobs.script, { args: script.args, waitContext });
    for (let wanted = 1; wanted <= pauses.length; wanted++) {
      await until(() => ossl.stats().jobs.pauses - before === wanted);
      await later();
      expect(watchers(handle)).toBe(1);
      waitContext.callCallback();
    }
    expect(await run).toBe(7);
    expect(watchers(handle)).toBe(0);
  });

  test('several handles: who is woken by one watches none of the others', async () => {
    const { ossl } = await load();
    const handles = [1, 2, 3].map(() => ossl.newHandle()) as [
      VirtualHandle,
      VirtualHandle,
      VirtualHandle,
    ];
    for (const woken of handles) {
      const run = ossl.run(async (job) => {
        for (const [index, handle] of handles.entries()) job.waitContext?.setWaitFd(index, handle);
        await job.pause();
      });
      await until(() => ossl.stats().jobs.paused === 1);
      await later();
      woken.signal();
      await run;
      woken.clear();
      expect(handles.map(watchers)).toEqual([0, 0, 0]);
    }
  });

  test('clearFd lets go of the key, the custom data and the cleanup', async () => {
    const { ossl } = await load();
    const handle = ossl.newHandle();
    const context = ossl.newWaitContext();
    using entries = recordEntries();
    for (let round = 0; round < 50; round++) {
      const key = round % 2 === 0 ? 'the same' : { round };
      context.setWaitFd(key, handle, { custom: round }, () => undefined);
      if (round % 3 === 0) {
        context.setWaitFd(key, handle, 'hides the first'); // and the first shows again
        expect(context.clearFd(key)).toBe(true);
        expect(context.getFd(key)?.customData).toEqual({ custom: round });
      }
      expect(context.clearFd(key)).toBe(true);
      expect(context.clearFd(key)).toBe(false);
      expect(entries.left()).toEqual([]);
    }
    let cleaned = 0;
    context.setWaitFd('left', handle, 'until the end', () => cleaned++);
    expect(entries.left()).toHaveLength(1);
    context.free();
    expect([entries.left(), cleaned]).toEqual([[], 1]);
    context.free();
    expect(cleaned).toBe(1);
  });

  test('a callback that is replaced or switched off, and that of a context that is freed, are let go', async () => {
    const { ossl } = await load();
    using entries = recordEntries();
    const context = ossl.newWaitContext();
    for (let round = 0; round < 10; round++) {
      context.setCallback(() => round, { round });
      expect(entries.left()).toHaveLength(1);
    }
    context.setCallback(null);
    expect(entries.left()).toEqual([]);
    context.setCallback(() => 1);
    context.free();
    expect(entries.left()).toEqual([]);
  });

  test('a cleanup that clears handles of the context that is being freed is refused in C, and the others run once', async () => {
    const { ossl } = await load();
    const { exports } = ossl;
    const context = ossl.newWaitContext();
    const { address } = context;
    const keys = ossl.c.memory.malloc(8);
    const cleaned: [string, number][] = [];
    const handle = ossl.newHandle();
    // as C code does it: the facade knows that the context is going
    exports.ASYNC_WAIT_CTX_set_wait_fd(address, keys, handle.fd, 0 as never, 0 as never);
    for (const name of ['a', 'b', 'c'])
      context.setWaitFd(name, handle, name, () => {
        cleaned.push([name, exports.ASYNC_WAIT_CTX_clear_fd(address, keys)]);
      });
    context.free();
    expect(cleaned).toEqual([
      ['c', 0],
      ['b', 0],
      ['a', 0],
    ]);
    const errors = ossl.takeErrors();
    expect(errors).toHaveLength(3);
    for (const { data } of errors)
      expect(data).toMatch(/cleanup function of the same wait context/);
    // another's may be cleared from there
    const [one, other] = [ossl.newWaitContext(), ossl.newWaitContext()];
    other.setWaitFd('x', handle);
    one.setWaitFd('y', handle, undefined, () => other.clearFd('x'));
    one.free();
    expect(other.getAllFds()).toEqual([]);
    expect(await rejection(Promise.resolve().then(() => one.getAllFds()))).toMatchObject({
      code: 'disposed',
    });
    other.free();
    expect(ossl.takeErrors()).toEqual([]);
    expect(ossl.stats()).toMatchObject({ waitContexts: 0 });
  });
};
