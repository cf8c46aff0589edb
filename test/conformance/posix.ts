// pipe, eventfd, read, write, close, poll and select on virtual handles, as C code calls them in a job.
import type { RunOptions } from '../../src/index.js';
import { paused, posix, start, until } from '../support/start.js';
import { Script, type Step } from '../support/script.js';
import type { Suite, TestInstance } from '../support/suite.js';

const { EAGAIN, EBADF, EDEADLK, EFD_NONBLOCK, EFD_SEMAPHORE, EINTR, EINVAL, EPIPE } = posix;
const { POLLHUP, POLLIN, POLLNVAL } = posix;

/** A job that the runner drives through some steps. */
function run(
  { jobs, ossl }: TestInstance,
  steps: Step[],
  options: RunOptions = {},
): { script: Script; done: Promise<number> } {
  const script = new Script(ossl, steps);
  return { script, done: ossl.run(jobs.script, { ...options, args: script.args }) };
}

/** Does the steps outside of any job. */
function call({ exports, jobs, ossl }: TestInstance, steps: Step[]): Script {
  const script = new Script(ossl, steps);
  exports.test_call(jobs.script, ossl.c.memory.newBytes(script.args));
  return script;
}

/** A pipe, made by C outside of any job. */
function pipe(instance: TestInstance): [number, number] {
  const { memory } = instance.ossl.c;
  const fds = memory.newInts([0, 0]);
  call(instance, [
    ['pipe', fds],
    ['return', 1],
  ]);
  return [memory.getInt(fds, 0), memory.getInt(fds, 1)];
}

export const posixInC: Suite = ({ expect, load, test }) => {
  test('a pipe carries bytes from one job to another', async () => {
    const instance = await load();
    const [readEnd, writeEnd] = pipe(instance);
    const reader = run(instance, [
      ['read', readEnd, 4, 'got'],
      ['return', 1],
    ]);
    await until(() => paused(instance.ossl) === 1);
    const writer = run(instance, [
      ['write', writeEnd, 4, 'put'],
      ['return', 1],
    ]);
    await Promise.all([reader.done, writer.done]);
    expect([writer.script.result('put'), reader.script.result('got')]).toEqual([4, 4]);
  });

  test('a blocking read pauses the job until there is something to read', async () => {
    const instance = await load();
    const { ossl } = instance;
    const waitContext = ossl.newWaitContext();
    const { fd } = ossl.newHandle();
    const { done, script } = run(
      instance,
      [
        ['read', fd, 8, 'got'],
        ['return', 7],
      ],
      {
        waitContext,
      },
    );
    await until(() => paused(ossl) === 1);
    expect(waitContext.getAllFds()).toEqual([fd]);
    ossl.handle(fd).signal();
    expect(await done).toBe(7);
    expect(script.result('got')).toBe(8);
    expect(waitContext.getAllFds()).toEqual([]);
    expect(ossl.handle(fd).isReadable).toBe(false); // the read took it
  });

  test('a read that is resumed without cause waits on', async () => {
    const instance = await load();
    const { ossl } = instance;
    const handle = ossl.newHandle();
    const { job, script } = start(instance, [
      ['read', handle.fd, 8, 'got'],
      ['return', 7],
    ]);
    for (let turn = 0; turn < 3; turn++) expect(ossl.startJob({ job }).result).toBe(2);
    handle.signal();
    expect(ossl.startJob({ job })).toMatchObject({ result: 3, ret: 7 });
    expect(script.result('got')).toBe(8);
  });

  test('the end of a pipe: read gives 0, write gives EPIPE, poll gives POLLHUP', async () => {
    const instance = await load();
    const [readEnd, writeEnd] = pipe(instance);
    const [otherRead, otherWrite] = pipe(instance);
    const steps: Step[] = [
      ['write', writeEnd, 3],
      ['close', writeEnd, 0, 'closed'],
      ['poll', readEnd, -1, 'ready'],
      ['read', readEnd, 8, 'rest'],
      ['read', readEnd, 8, 'end'],
      ['poll', readEnd, -1, 'hangup'],
      ['close', otherRead],
      ['write', otherWrite, 1, 'broken'],
      ['return', 1],
    ];
    const inJob = run(instance, steps);
    await inJob.done;
    const results = (script: Script): number[] =>
      ['closed', 'ready', 'rest', 'end', 'hangup', 'broken'].map((name) => script.result(name));
    expect(results(inJob.script)).toEqual([0, POLLIN | POLLHUP, 3, 0, POLLHUP, -EPIPE]);
  });

  test('a blocking read ends when the writer closes', async () => {
    const instance = await load();
    const [readEnd, writeEnd] = pipe(instance);
    const { done, script } = run(instance, [
      ['read', readEnd, 8, 'got'],
      ['return', 1],
    ]);
    await until(() => paused(instance.ossl) === 1);
    instance.ossl.c.close(writeEnd);
    await done;
    expect(script.result('got')).toBe(0);
  });

  test('EFD_SEMAPHORE: each read takes one', async () => {
    const instance = await load();
    const made = call(instance, [
      ['eventfd', 2, EFD_SEMAPHORE, 'semaphore'],
      ['eventfd', 2, 0, 'counter'],
      ['return', 1],
    ]);
    const [semaphore, counter] = [made.result('semaphore'), made.result('counter')];
    const reads = call(instance, [
      ['read', semaphore, 8, 'first'],
      ['read', semaphore, 8, 'second'],
      ['read', semaphore, 8, 'third'],
      ['read', counter, 8, 'all'],
      ['read', counter, 8, 'none'],
      ['return', 1],
    ]);
    expect(['first', 'second', 'third', 'all', 'none'].map((name) => reads.result(name))).toEqual([
      8,
      8,
      -EAGAIN,
      8,
      -EAGAIN,
    ]);
  });

  test('EFD_NONBLOCK: a read in a job gives EAGAIN and does not pause', async () => {
    const instance = await load();
    const made = call(instance, [
      ['eventfd', 0, EFD_NONBLOCK, 'fd'],
      ['return', 1],
    ]);
    const { outcome, script } = start(instance, [
      ['read', made.result('fd'), 8, 'got'],
      ['return', 7],
    ]);
    expect(outcome).toMatchObject({ result: 3, ret: 7 });
    expect(script.result('got')).toBe(-EAGAIN);
  });

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
    expect(instance.ossl.stats()).toMatchObject({ handles: { open: 1 }, jobs: { pauses: 2 } });
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
