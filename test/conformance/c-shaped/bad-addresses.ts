// ossl.c: cells and numbers that C can't take are refused in every function, and nothing is written anywhere.
import type { CApi, OpenSSL, Pointer } from '../../../src/index.js';
import { thrown } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const outside = 0x7fff_fff0;

export const badAddresses: Suite = ({ expect, loadShipped, test }) => {
  interface Given {
    readonly c: CApi;
    readonly ctx: Pointer<'ASYNC_WAIT_CTX'>;
    readonly key: Pointer<'char'>;
    /** Room for a dozen words. */
    readonly room: number;
  }

  const given = (ossl: OpenSSL): Given => {
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const key = c.memory.newString('k');
    const { fd } = ossl.newHandle();
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, 0, 0);
    return { c, ctx, key, room: c.memory.malloc(48) };
  };

  /** Each function that takes a cell, a list or a buffer, with one of them to be chosen. */
  const calls: Record<string, (given: Given, cell: never) => unknown> = {
    'start_job: job': ({ c, room }, cell) =>
      c.ASYNC_start_job(cell, 0, room as never, () => 1, 0, 0),
    'start_job: ret': ({ c, room }, cell) =>
      c.ASYNC_start_job(room as never, 0, cell, () => 1, 0, 0),
    'get_fd: fd': ({ c, ctx, key, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_fd(ctx, key, cell, room as never),
    'get_fd: customData': ({ c, ctx, key, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_fd(ctx, key, room as never, cell),
    'get_all_fds: numfds': ({ c, ctx }, cell) => c.ASYNC_WAIT_CTX_get_all_fds(ctx, 0, cell),
    'get_changed_fds: numaddfds': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, cell, 0, room as never),
    'get_changed_fds: numdelfds': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, room as never, 0, cell),
    'get_callback: callback': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_callback(ctx, cell, room as never),
    'get_callback: argument': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_callback(ctx, room as never, cell),
    pipe: ({ c }, cell) => c.pipe(cell),
    poll: ({ c }, cell) => c.poll(cell, 1),
    'memory.getInt': ({ c }, cell) => c.memory.getInt(cell),
    'memory.setInt': ({ c }, cell) => {
      c.memory.setInt(cell, 1);
    },
    'memory.getSize': ({ c }, cell) => c.memory.getSize(cell),
    'memory.getJob': ({ c }, cell) => c.memory.getJob(cell),
    'memory.getPointer': ({ c }, cell) => c.memory.getPointer(cell),
  };
  /** The same where NULL means that it is not wanted. */
  const optional: typeof calls = {
    'get_all_fds: fd': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_all_fds(ctx, cell, room as never),
    'get_changed_fds: addfd': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_changed_fds(ctx, cell, room as never, 0, (room + 4) as never),
    'get_changed_fds: delfd': ({ c, ctx, room }, cell) =>
      c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, room as never, cell, (room + 4) as never),
    'get_mem_functions: alloc': ({ c }, cell) => {
      c.ASYNC_get_mem_functions(cell, 0);
    },
    'get_mem_functions: free': ({ c }, cell) => {
      c.ASYNC_get_mem_functions(0, cell);
    },
  };
  const refused = expect.objectContaining({ code: 'argument' }) as unknown;

  test('c: a cell that is NULL, unaligned, outside of the memory or no number at all is refused', async () => {
    const ossl = await loadShipped();
    const all = given(ossl);
    const { fill, length } = ((): { fill: Uint8Array; length: number } => {
      const first = ossl.exports.memory.buffer;
      return { fill: new Uint8Array(first, 0, 64).slice(), length: first.byteLength };
    })();
    const bad: unknown[] = [all.room + 1, all.room + 2, length - 2, length, outside, -4, 1.5, NaN];
    for (const [name, call] of Object.entries({ ...calls, ...optional }))
      for (const cell of [
        ...bad,
        '16',
        2 ** 32 + all.room,
        ...(name in calls ? [0, undefined] : []),
      ])
        expect([name, cell, thrown(() => call(all, cell as never))]).toEqual([name, cell, refused]);
    expect(new Uint8Array(ossl.exports.memory.buffer, 0, 64)).toEqual(fill); // nothing at address 0
    for (const call of Object.values(optional)) call(all, 0 as never);
    for (const call of Object.values({ ...calls, ...optional })) call(all, all.room as never);
    expect(ossl.dead).toBeUndefined();
  });

  test('c: a list has to have room for all that C writes', async () => {
    const ossl = await loadShipped();
    const { c, ctx } = given(ossl);
    for (let i = 0; i < 10; i++) c.ASYNC_WAIT_CTX_set_wait_fd(ctx, 0, i, 0, 0);
    const count = c.memory.newSize();
    const other = c.memory.newSize();
    const end = (ossl.exports.memory.buffer.byteLength - 40) as never; // of eleven only ten have room
    expect(thrown(() => c.ASYNC_WAIT_CTX_get_all_fds(ctx, end, count))).toEqual(refused);
    expect(thrown(() => c.ASYNC_WAIT_CTX_get_changed_fds(ctx, end, count, 0, other))).toEqual(
      refused,
    );
    expect(c.ASYNC_WAIT_CTX_get_all_fds(ctx, 0, count)).toBe(1);
    expect(c.memory.getSize(count)).toBe(11);
  });

  test('c: bytes that are not in the memory are neither read nor written', async () => {
    const ossl = await loadShipped();
    const { c, room } = given(ossl);
    const ends = c.memory.newInts([0, 0]);
    c.pipe(ends);
    const [reading, writing] = [c.memory.getInt(ends), c.memory.getInt(ends, 1)] as const;
    for (const [address, size] of [
      [outside, 1],
      [0, 1],
      [room, 2 ** 31],
      [room, -1],
      [room, 1.5],
    ] as const) {
      expect(thrown(() => c.write(writing, address as never, size))).toEqual(refused);
      expect(thrown(() => c.read(reading, address as never, size))).toEqual(refused);
      if (address === 0) continue; // NULL is no arguments
      expect(
        thrown(() =>
          c.ASYNC_start_job(room as never, 0, (room + 4) as never, () => 1, address as never, size),
        ),
      ).toEqual(refused);
    }
    expect(c.write(writing, room as never, 3)).toBe(3);
    expect(c.read(reading, (room + 8) as never, 3)).toBe(3);
    expect(ossl.dead).toBeUndefined();
  });

  test('c: what C would take for another number is refused', async () => {
    const ossl = await loadShipped();
    const { c, ctx, key } = given(ossl);
    for (const call of [
      () => c.ASYNC_WAIT_CTX_set_wait_fd(ctx, 'one' as never, 7, 0, 0), // every text would be NULL
      () => c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, undefined as never, 0, 0), // fd 0
      () => c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, 2 ** 32, 0, 0),
      () => c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, 7, 'data' as never, 0),
      () => c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, 7, 0, 'cleanup' as never),
      () => c.ASYNC_WAIT_CTX_get_fd(ctx, 'two' as never, c.memory.newInt(), c.memory.newPointer()),
      () => c.ASYNC_WAIT_CTX_clear_fd(ctx, 'two' as never),
      () => c.ASYNC_WAIT_CTX_set_status(ctx, 1.5),
      () => c.ASYNC_WAIT_CTX_set_callback(ctx, {} as never, 0),
      () => c.ASYNC_WAIT_CTX_set_callback(ctx, () => 1, 'x' as never),
      () => c.callCallback('callback' as never, 0 as never),
      () => c.ASYNC_init_thread(-1, 0),
      () => c.ASYNC_init_thread(2 ** 32, 0),
      () => c.ASYNC_set_mem_functions('alloc' as never, 0),
      () => c.eventfd(-1, 0),
      () => c.close('3' as never),
    ])
      expect([String(call), thrown(call)]).toEqual([String(call), refused]);
    expect(ossl.dead).toBeUndefined();
  });

  test('c: the callback that get_callback did not find is not called', async () => {
    const ossl = await loadShipped();
    const { c, ctx } = given(ossl);
    const callback = c.memory.newPointer<'ASYNC_callback_fn'>();
    const argument = c.memory.newPointer<'void'>();
    expect(c.ASYNC_WAIT_CTX_get_callback(ctx, callback, argument)).toBe(0);
    const call = (): number =>
      c.callCallback(c.memory.getPointer(callback), c.memory.getPointer(argument));
    expect(thrown(call)).toEqual(refused);
    c.ASYNC_WAIT_CTX_set_callback(ctx, (given) => Number(given), 7 as never);
    expect(c.ASYNC_WAIT_CTX_get_callback(ctx, callback, argument)).toBe(1);
    expect(call()).toBe(7);
    expect(ossl.dead).toBeUndefined();
  });
};
