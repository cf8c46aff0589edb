// poll and select in a job, what would wait where nothing can, and what can't be waited for.
import { call, pipe, posix, run } from '../../support/posix.js';
import { paused, start, until } from '../../support/start.js';
import type { Step } from '../../support/script.js';
import type { Suite } from '../../support/suite.js';

const { EAGAIN, EBADF, EDEADLK, EINTR, EINVAL, POLLIN, POLLNVAL } = posix;

export const poll: Suite = ({ expect, load, test }) => {
  test('outside of a job nothing waits: EAGAIN, EDEADLK, or a timeout at once', async () => {
    const instance = await load();
    const { fd } = instance.ossl.newHandle();
    const script = call(instance, [
      ['read', fd, 8, 'read'],
      ['poll', fd, -1, 'endless'],
      ['poll', fd, 1_000_000, 'timed'],
      ['poll', fd, 0, 'look'],
      ['select', fd, -1, 'endless select'],
      ['select', fd, 1_000_000, 'timed select'],
      ['return', 1],
    ]);
    expect(['read', 'endless', 'timed', 'look'].map((name) => script.result(name))).toEqual([
      -EAGAIN,
      -EDEADLK,
      0,
      0,
    ]);
    expect(['endless select', 'timed select'].map((name) => script.result(name))).toEqual([
      -EDEADLK,
      0,
    ]);
  });

  test('while pausing is blocked it is the same in a job', async () => {
    const instance = await load();
    const { fd } = instance.ossl.newHandle();
    const { outcome, script } = start(
      instance,
      [
        ['block'],
        ['read', fd, 8, 'read'],
        ['poll', fd, -1, 'endless'],
        ['poll', fd, 1_000_000, 'timed'],
        ['unblock'],
        ['return', 7],
      ],
      instance.ossl.newWaitContext(),
    );
    expect(outcome).toMatchObject({ result: 3, ret: 7 });
    expect(['read', 'endless', 'timed'].map((name) => script.result(name))).toEqual([
      -EAGAIN,
      -EDEADLK,
      0,
    ]);
    expect(instance.ossl.stats().handles.open).toBe(1); // no timer is left behind
  });

  test('a closed or wrong fd: EBADF, POLLNVAL, EINVAL', async () => {
    const instance = await load();
    const handle = instance.ossl.newHandle();
    const [readEnd, writeEnd] = pipe(instance);
    handle.close();
    const steps: Step[] = [
      ['read', handle.fd, 8, 'read'],
      ['write', handle.fd, 8, 'write'],
      ['close', handle.fd, 0, 'close'],
      ['poll', handle.fd, -1, 'poll'],
      ['select', handle.fd, -1, 'select'],
      ['read', writeEnd, 1, 'read the write end'],
      ['write', readEnd, 1, 'write the read end'],
      ['read', instance.ossl.newHandle().fd, 4, 'short'],
      ['return', 1],
    ];
    const names = steps.flatMap(([, , , name]) => name ?? []);
    const expected = [-EBADF, -EBADF, -EBADF, POLLNVAL, -EBADF, -EBADF, -EBADF, -EINVAL];
    const outside = call(instance, steps);
    expect(names.map((name) => outside.result(name))).toEqual(expected);
    const { script } = start(instance, steps);
    expect(names.map((name) => script.result(name))).toEqual(expected);
  });

  test('poll and select in a job wait for a handle', async () => {
    const instance = await load();
    const { ossl } = instance;
    for (const [operation, expected] of [
      ['poll', POLLIN],
      ['select', 11], // one ready, and its bit is set
    ] as const) {
      const handle = ossl.newHandle();
      const { done, script } = run(instance, [
        [operation, handle.fd, -1, 'ready'],
        ['return', 1],
      ]);
      await until(() => paused(ossl) === 1);
      handle.signal();
      await done;
      expect(script.result('ready')).toBe(expected);
    }
  });

  test('poll and select in a job give 0 when the timeout passes', async () => {
    const instance = await load();
    const { fd } = instance.ossl.newHandle();
    const { done, script } = run(instance, [
      ['poll', fd, 5, 'poll'],
      ['select', fd, 5, 'select'],
      ['return', 7],
    ]);
    expect(await done).toBe(7);
    expect([script.result('poll'), script.result('select')]).toEqual([0, 0]);
    expect(instance.ossl.stats()).toMatchObject({ handles: { open: 1 }, jobs: { live: 0 } });
  });

  test("a job's own handles do not end its poll", async () => {
    const instance = await load();
    const { ossl } = instance;
    const [mine, polled] = [ossl.newHandle(), ossl.newHandle()];
    const waitContext = ossl.newWaitContext();
    const { job, script } = start(
      instance,
      [
        ['setWaitFd', 1, mine.fd],
        ['poll', polled.fd, -1, 'ready'],
        ['return', 1],
      ],
      waitContext,
    );
    expect(waitContext.getAllFds()).toEqual([polled.fd, mine.fd]);
    mine.signal();
    expect(ossl.startJob({ job }).result).toBe(2);
    polled.signal();
    expect(ossl.startJob({ job }).result).toBe(3);
    expect(script.result('ready')).toBe(POLLIN);
    expect(waitContext.getAllFds()).toEqual([mine.fd]);
  });

  test('closing what a paused job polls ends the poll with POLLNVAL, and its read with EBADF', async () => {
    const instance = await load();
    const { ossl } = instance;
    const handle = ossl.newHandle();
    const polling = start(instance, [
      ['poll', handle.fd, -1, 'poll'],
      ['return', 1],
    ]);
    const reading = start(instance, [
      ['read', handle.fd, 8, 'read'],
      ['return', 1],
    ]);
    handle.close();
    ossl.startJob({ job: polling.job });
    ossl.startJob({ job: reading.job });
    expect(polling.script.result('poll')).toBe(POLLNVAL);
    expect(reading.script.result('read')).toBe(-EBADF);
  });

  test('cancelling a job ends its poll and its read with EINTR', async () => {
    const instance = await load();
    const { ossl } = instance;
    const { fd } = ossl.newHandle();
    const abort = new AbortController();
    const { done, script } = run(
      instance,
      [
        ['poll', fd, -1, 'poll'],
        ['read', fd, 8, 'read'],
        ['return', 0],
      ],
      { signal: abort.signal },
    );
    await until(() => paused(ossl) === 1);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'aborted' });
    expect([script.result('poll'), script.result('read')]).toEqual([-EINTR, -EINTR]);
  });
};
