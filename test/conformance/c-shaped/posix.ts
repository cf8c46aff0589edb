// The same functions through ossl.c: JavaScript can't wait, so they only look.
import { posix } from '../../support/posix.js';
import { later, type Suite } from '../../support/suite.js';
import type { OpenSSL, Pointer } from '../../../src/index.js';

const { EFD_SEMAPHORE, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT } = posix;

function pipe(ossl: OpenSSL): { read: number; write: number } {
  const { c } = ossl;
  const fds = c.memory.newInts([0, 0]);
  c.pipe(fds);
  return { read: c.memory.getInt(fds, 0), write: c.memory.getInt(fds, 1) };
}

/** `struct pollfd`s; what poll gave and the revents. */
function poll(ossl: OpenSSL, fds: readonly number[], events = POLLIN | POLLOUT): number[] {
  const { memory } = ossl.c;
  const list = memory.newInts(fds.flatMap((fd) => [fd, events]));
  const ready = ossl.c.poll(list as unknown as Pointer<'void'>, fds.length);
  return [ready, ...fds.map((_, index) => memory.getInt(list, 2 * index + 1) >> 16)];
}

export const posixCalls: Suite = ({ expect, loadShipped, test }) => {
  test('c: a pipe keeps bytes in their order', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const { read, write } = pipe(ossl);
    const [from, to] = [c.memory.newBytes(Uint8Array.of(1, 2, 3, 4, 5)), c.memory.malloc(8)];
    expect(c.write(write, from, 5)).toBe(5);
    expect(c.read(read, to, 2)).toBe(2);
    expect(c.memory.getBytes(to, 2)).toEqual(Uint8Array.of(1, 2));
    expect(c.read(read, to, 8)).toBe(3);
    expect(c.memory.getBytes(to, 3)).toEqual(Uint8Array.of(3, 4, 5));
    expect(c.read(read, to, 8)).toBe(-1);
  });

  test('c: a pipe holds 65536 bytes, takes what fits, then refuses', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const { read, write } = pipe(ossl);
    const bytes = c.memory.malloc(100_000);
    expect(c.write(write, bytes, 100_000)).toBe(65536);
    expect(c.write(write, bytes, 1)).toBe(-1);
    expect(poll(ossl, [read, write])).toEqual([1, POLLIN, 0]);
    expect(c.read(read, bytes, 1)).toBe(1);
    expect(poll(ossl, [read, write])).toEqual([2, POLLIN, POLLOUT]);
    expect(c.write(write, bytes, 100)).toBe(1);
  });

  test('c: an eventfd adds up what is written, and gives it at once or one by one', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const value = c.memory.newBytes(Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0));
    const got = c.memory.malloc(8);
    const counter = c.eventfd(2, 0);
    expect(c.write(counter, value, 8)).toBe(8);
    expect(c.read(counter, got, 8)).toBe(8);
    expect(c.memory.getBytes(got, 8)[0]).toBe(7);
    expect(c.read(counter, got, 8)).toBe(-1);
    const semaphore = c.eventfd(2, EFD_SEMAPHORE);
    for (let turn = 0; turn < 2; turn++) {
      expect(c.read(semaphore, got, 8)).toBe(8);
      expect(c.memory.getBytes(got, 8)[0]).toBe(1);
    }
    expect(c.read(semaphore, got, 8)).toBe(-1);
  });

  test('c: an eventfd takes eight bytes, and not the value that means an error', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const fd = c.eventfd(0, 0);
    const ones = c.memory.newBytes(new Uint8Array(8).fill(0xff));
    expect(c.write(fd, ones, 7)).toBe(-1);
    expect(c.write(fd, ones, 8)).toBe(-1);
    expect(poll(ossl, [fd])).toEqual([1, POLLOUT]);
  });

  test('c: signal and clear are writes and reads', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const handle = ossl.newHandle();
    const value = c.memory.malloc(8);
    handle.signal();
    handle.signal();
    expect(c.read(handle.fd, value, 8)).toBe(8);
    expect(c.memory.getBytes(value, 8)[0]).toBe(2);
    expect(handle.isReadable).toBe(false);
    c.write(handle.fd, value, 8);
    expect(handle.isReadable).toBe(true);
    handle.clear();
    expect(c.read(handle.fd, value, 8)).toBe(-1);
  });

  test('c: poll says what is ready, closed, hung up or broken; a negative fd is skipped', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const [one, two] = [pipe(ossl), pipe(ossl)];
    const closed = c.eventfd(0, 0);
    c.close(closed);
    c.close(one.write);
    c.close(two.read);
    expect(poll(ossl, [one.read, two.write, closed, -1])).toEqual([
      3,
      POLLHUP,
      POLLERR,
      POLLNVAL,
      0,
    ]);
    expect(poll(ossl, [c.eventfd(0, 0)], POLLIN)).toEqual([0, 0]);
  });

  test('c: close is once, and what waits is told', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const fd = c.eventfd(0, 0);
    const waiting = ossl.handle(fd).readable;
    expect(c.close(fd)).toBe(0);
    expect(c.close(fd)).toBe(-1);
    await expect(waiting).rejects.toMatchObject({ code: 'stale' });
  });

  test('c: a write wakes whoever waits for the handle', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const { read, write } = pipe(ossl);
    const run = ossl.run(async (job) => {
      job.waitContext?.setWaitFd('pipe', read);
      await job.pause();
      const byte = c.memory.malloc(1);
      c.read(read, byte, 1);
      return c.memory.getBytes(byte, 1)[0];
    });
    await later();
    c.write(write, c.memory.newBytes(Uint8Array.of(9)), 1);
    expect(await run).toBe(9);
  });

  test('c: in a job in JavaScript a read does not wait either', async () => {
    const ossl = await loadShipped();
    const { fd } = ossl.newHandle();
    const value = ossl.c.memory.malloc(8);
    const got = await ossl.run(() => [ossl.c.read(fd, value, 8), ...poll(ossl, [fd], POLLIN)]);
    expect(got).toEqual([-1, 0, 0]);
    expect(ossl.stats().jobs.pauses).toBe(0);
  });

  test('c: what is written to 1 and 2 goes to the logger, and nowhere without one', async () => {
    const lines: string[] = [];
    const ossl = await loadShipped({
      logger: (level, message) => lines.push(`${level}: ${message}`),
    });
    const text = ossl.c.memory.newString('hello\n') as unknown as Pointer<'void'>;
    expect(ossl.c.write(1, text, 6)).toBe(6);
    expect(ossl.c.write(2, text, 6)).toBe(6);
    expect(lines).toEqual(['info: hello', 'warn: hello']);
    const silent = await loadShipped();
    expect(silent.c.write(2, silent.c.memory.malloc(1), 1)).toBe(1);
  });
};
