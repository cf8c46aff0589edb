// pipe, eventfd, read, write and close on virtual handles, as C code calls them in a job.
import { call, pipe, posix, run } from '../../support/posix.js';
import { paused, start, until } from '../../support/start.js';
import type { Script, Step } from '../../support/script.js';
import type { Suite } from '../../support/suite.js';

const { EAGAIN, EFD_NONBLOCK, EFD_SEMAPHORE, EPIPE, POLLHUP, POLLIN } = posix;

export const posixInJobs: Suite = ({ expect, load, test }) => {
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

  test('a blocking write to a full pipe pauses the job until there is room', async () => {
    const instance = await load();
    const { exports, ossl } = instance;
    const [readEnd, writeEnd] = pipe(instance);
    const buffer = ossl.c.memory.malloc(65536);
    expect(exports.write(writeEnd, buffer, 65536)).toBe(65536);
    const { done, script } = run(instance, [
      ['write', writeEnd, 4, 'put'],
      ['return', 7],
    ]);
    await until(() => paused(ossl) === 1);
    expect(exports.write(writeEnd, buffer, 1)).toBe(-1); // outside of a job it can't wait
    expect(exports.read(readEnd, buffer, 100)).toBe(100);
    expect(await done).toBe(7);
    expect(script.result('put')).toBe(4);
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

  test('readv gives what is there, and waits only while there is nothing', async () => {
    const instance = await load();
    const [readEnd, writeEnd] = pipe(instance);
    // three blocks of eight bytes: less than one, exactly one, one and a part, all
    for (const there of [1, 7, 8, 9, 16, 23, 24]) {
      const steps: Step[] = [];
      for (let left = there; left > 0; left -= 8)
        steps.push(['write', writeEnd, Math.min(left, 8)]);
      call(instance, [...steps, ['return', 1]]);
      const { done, script } = run(
        instance,
        [
          ['readv', readEnd, 8, 'got'],
          ['return', 1],
        ],
        { timeout: 5000 }, // one that waited for more would wait for ever
      );
      expect(await done).toBe(1);
      expect(script.result('got')).toBe(there);
    }
    const waiting = run(instance, [
      ['readv', readEnd, 8, 'got'],
      ['return', 1],
    ]);
    await until(() => paused(instance.ossl) === 1);
    call(instance, [
      ['write', writeEnd, 3],
      ['return', 1],
    ]);
    await waiting.done;
    expect(waiting.script.result('got')).toBe(3);
    call(instance, [
      ['close', writeEnd],
      ['return', 1],
    ]);
    const atEnd = run(instance, [
      ['readv', readEnd, 8, 'got'],
      ['return', 1],
    ]);
    await atEnd.done;
    expect(atEnd.script.result('got')).toBe(0);
  });
};
