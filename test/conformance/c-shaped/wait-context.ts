// ASYNC_WAIT_CTX_new(3) through the C-shaped layer: pointers, counts, NULLs.
import type { OpenSSL, Pointer } from '../../../src/index.js';
import { thrown } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

type Context = Pointer<'ASYNC_WAIT_CTX'>;

/** What the getters say; each list has room for what it really holds. */
function lists(ossl: OpenSSL, ctx: Context): { all: number[]; added: number[]; deleted: number[] } {
  const { c } = ossl;
  const { memory } = c;
  const [all, added, deleted] = [memory.newSize(), memory.newSize(), memory.newSize()];
  c.ASYNC_WAIT_CTX_get_all_fds(ctx, 0, all);
  c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, added, 0, deleted);
  const room = [all, added, deleted].map((count) =>
    memory.newInts(Array.from({ length: memory.getSize(count) + 1 }, () => -7)),
  ) as [Pointer<'int'>, Pointer<'int'>, Pointer<'int'>];
  c.ASYNC_WAIT_CTX_get_all_fds(ctx, room[0], all);
  c.ASYNC_WAIT_CTX_get_changed_fds(ctx, room[1], added, room[2], deleted);
  const read = (list: Pointer<'int'>, count: Pointer<'size_t'>): number[] => {
    const size = memory.getSize(count);
    // the cell behind the list must not have been touched
    if (memory.getInt(list, size) !== -7) throw new Error('More was written than counted');
    return Array.from({ length: size }, (_, index) => memory.getInt(list, index));
  };
  return { all: read(room[0], all), added: read(room[1], added), deleted: read(room[2], deleted) };
}

export const waitContext: Suite = ({ expect, loadShipped, test }) => {
  test('c: a new wait context has no handles, status 0 and no callback', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    expect(lists(ossl, ctx)).toEqual({ all: [], added: [], deleted: [] });
    expect(c.ASYNC_WAIT_CTX_get_status(ctx)).toBe(0);
    const [callback, argument] = [
      c.memory.newPointer<'ASYNC_callback_fn'>(),
      c.memory.newPointer<'void'>(),
    ];
    expect(c.ASYNC_WAIT_CTX_get_callback(ctx, callback, argument)).toBe(0);
  });

  test('c: set_wait_fd shows in all and added, get_fd writes fd and custom data', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const [key, customData] = [c.memory.malloc(1), c.memory.malloc(1)];
    const { fd } = ossl.newHandle();
    expect(c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, customData, 0)).toBe(1);
    expect(lists(ossl, ctx)).toEqual({ all: [fd], added: [fd], deleted: [] });
    const [cell, data] = [c.memory.newInt(), c.memory.newPointer<'void'>()];
    expect(c.ASYNC_WAIT_CTX_get_fd(ctx, key, cell, data)).toBe(1);
    expect(c.memory.getInt(cell)).toBe(fd);
    expect(c.memory.getPointer(data)).toBe(customData);
  });

  test('c: a NULL key and the fd -1 are accepted, as upstream does', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    expect(c.ASYNC_WAIT_CTX_set_wait_fd(ctx, 0, -1, 0, 0)).toBe(1);
    expect(lists(ossl, ctx)).toEqual({ all: [-1], added: [-1], deleted: [] });
    const [cell, data] = [c.memory.newInt(5), c.memory.newPointer<'void'>()];
    expect(c.ASYNC_WAIT_CTX_get_fd(ctx, 0, cell, data)).toBe(1);
    expect(c.memory.getInt(cell)).toBe(-1);
    expect(c.ASYNC_WAIT_CTX_clear_fd(ctx, 0)).toBe(1);
  });

  test('c: get_fd of a missing key gives 0 and leaves its outputs untouched', async () => {
    const { c } = await loadShipped();
    const ctx = c.ASYNC_WAIT_CTX_new();
    const cell = c.memory.newInt(123);
    const data = c.memory.newPointer<'void'>();
    c.memory.setInt(data as unknown as Pointer<'int'>, 456);
    expect(c.ASYNC_WAIT_CTX_get_fd(ctx, c.memory.malloc(1), cell, data)).toBe(0);
    expect(c.memory.getInt(cell)).toBe(123);
    expect(c.memory.getPointer(data)).toBe(456);
  });

  test('c: the newest of two under one key wins, and clear_fd reveals the older', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const key = c.memory.malloc(1);
    const [older, newer] = [ossl.newHandle().fd, ossl.newHandle().fd];
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, older, 0, 0);
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, newer, 0, 0);
    const [cell, data] = [c.memory.newInt(), c.memory.newPointer<'void'>()];
    const found = (): number =>
      c.ASYNC_WAIT_CTX_get_fd(ctx, key, cell, data) ? c.memory.getInt(cell) : 0;
    expect(found()).toBe(newer);
    expect(c.ASYNC_WAIT_CTX_clear_fd(ctx, key)).toBe(1);
    expect(found()).toBe(older);
    expect(lists(ossl, ctx).all).toEqual([older]);
    expect(c.ASYNC_WAIT_CTX_clear_fd(ctx, key)).toBe(1);
    expect(found()).toBe(0);
  });

  test('c: a NULL list only counts', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    for (let index = 0; index < 3; index++)
      c.ASYNC_WAIT_CTX_set_wait_fd(ctx, c.memory.malloc(1), ossl.newHandle().fd, 0, 0);
    const [all, added, deleted] = [c.memory.newSize(9), c.memory.newSize(9), c.memory.newSize(9)];
    expect(c.ASYNC_WAIT_CTX_get_all_fds(ctx, 0, all)).toBe(1);
    expect(c.memory.getSize(all)).toBe(3);
    expect(c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, added, 0, deleted)).toBe(1);
    expect([added, deleted].map((count) => c.memory.getSize(count))).toEqual([3, 0]);
  });

  test('c: each of the two lists of changes may be NULL by itself', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const { fd } = ossl.newHandle();
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, c.memory.malloc(1), fd, 0, 0);
    const list = c.memory.newInt(-7);
    const [added, deleted] = [c.memory.newSize(9), c.memory.newSize(9)];
    c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, added, list, deleted);
    expect(c.memory.getInt(list)).toBe(-7);
    c.ASYNC_WAIT_CTX_get_changed_fds(ctx, list, added, 0, deleted);
    expect(c.memory.getInt(list)).toBe(fd);
    expect([added, deleted].map((count) => c.memory.getSize(count))).toEqual([1, 0]);
  });

  test('c: what a job in JavaScript changes shows at its next pause', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const key = c.memory.malloc(1);
    const { fd } = ossl.newHandle();
    const [job, ret] = [c.memory.newPointer<'ASYNC_JOB'>(), c.memory.newInt()];
    const turn = (): number =>
      c.ASYNC_start_job(
        job,
        ctx,
        ret,
        function* () {
          c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, 0, 0);
          yield;
          c.ASYNC_WAIT_CTX_clear_fd(ctx, key);
          c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, 0, 0);
          yield;
          c.ASYNC_WAIT_CTX_clear_fd(ctx, key);
          yield;
          c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, 0, 0);
          c.ASYNC_WAIT_CTX_clear_fd(ctx, key);
          yield;
          return 5;
        },
        0,
        0,
      );
    expect(turn()).toBe(2);
    expect(lists(ossl, ctx)).toEqual({ all: [fd], added: [fd], deleted: [] });
    expect(turn()).toBe(2);
    expect(lists(ossl, ctx)).toEqual({ all: [fd], added: [fd], deleted: [fd] });
    expect(turn()).toBe(2);
    expect(lists(ossl, ctx)).toEqual({ all: [], added: [], deleted: [fd] });
    expect(turn()).toBe(2);
    expect(lists(ossl, ctx)).toEqual({ all: [], added: [], deleted: [] });
    expect(turn()).toBe(3);
    expect(c.memory.getInt(ret)).toBe(5);
  });

  test('c: clear_fd of an unknown key gives 0, of a known one calls no cleanup', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const key = c.memory.malloc(1);
    let calls = 0;
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, ossl.newHandle().fd, 0, () => {
      calls++;
    });
    expect(c.ASYNC_WAIT_CTX_clear_fd(ctx, c.memory.malloc(1))).toBe(0);
    expect(c.ASYNC_WAIT_CTX_clear_fd(ctx, key)).toBe(1);
    c.ASYNC_WAIT_CTX_free(ctx);
    expect(calls).toBe(0);
  });

  test('c: free calls the cleanups newest first, with exactly the four arguments', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const entries = Array.from({ length: 3 }, () => ({
      key: c.memory.malloc(1),
      fd: ossl.newHandle().fd,
      customData: c.memory.malloc(1),
    }));
    const calls: number[][] = [];
    for (const { customData, fd, key } of entries)
      c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, customData, (...given) => {
        calls.push(given);
      });
    c.ASYNC_WAIT_CTX_free(ctx);
    // the context comes as C's bare address: the pointer with its generation is stale already
    expect(calls).toEqual(
      entries.reverse().map(({ customData, fd, key }) => [ctx >>> 0, key, fd, customData]),
    );
  });

  test('c: a cleanup that touches the context which is being freed is refused', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const key = c.memory.malloc(1);
    let error: unknown;
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, ossl.newHandle().fd, 0, (given) => {
      error = thrown(() => c.ASYNC_WAIT_CTX_clear_fd(given, key));
    });
    c.ASYNC_WAIT_CTX_free(ctx);
    expect(error).toMatchObject({ code: 'stale' });
  });

  test('c: free skips cleared entries; a NULL cleanup and free(NULL) are safe', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const keys = [c.memory.malloc(1), c.memory.malloc(1), c.memory.malloc(1)] as const;
    const calls: number[] = [];
    const cleanup = (_: Context, key: Pointer<'void'>): void => {
      calls.push(key);
    };
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, keys[0], ossl.newHandle().fd, 0, cleanup);
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, keys[1], ossl.newHandle().fd, 0, cleanup);
    c.ASYNC_WAIT_CTX_set_wait_fd(ctx, keys[2], ossl.newHandle().fd, 0, 0);
    c.ASYNC_WAIT_CTX_clear_fd(ctx, keys[1]);
    c.ASYNC_WAIT_CTX_free(ctx);
    c.ASYNC_WAIT_CTX_free(0);
    expect(calls).toEqual([keys[0]]);
    expect(ossl.stats().waitContexts).toBe(0);
  });

  test('c: two keys are two fds', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const ctx = c.ASYNC_WAIT_CTX_new();
    const keys = [c.memory.malloc(1), c.memory.malloc(1)];
    const fds = keys.map((key) => {
      const { fd } = ossl.newHandle();
      c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, fd, 0, 0);
      return fd;
    });
    const [cell, data] = [c.memory.newInt(), c.memory.newPointer<'void'>()];
    expect(
      keys.map((key) => c.ASYNC_WAIT_CTX_get_fd(ctx, key, cell, data) && c.memory.getInt(cell)),
    ).toEqual(fds);
  });
};
