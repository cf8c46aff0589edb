// ossl.c: a cleanup ends with its entry, the one that runs is that entry's, and what it rejects with is told.
import type { CApi, CCleanup, Pointer } from '../../../src/index.js';
import type { Suite } from '../../support/suite.js';
import { later } from '../../support/suite.js';

type Context = Pointer<'ASYNC_WAIT_CTX'>;

export const cleanups: Suite = ({ expect, loadShipped, test }) => {
  /** An instance, what its cleanups have done, and a way to add an entry with one; all have the same key and handle. */
  const prepared = async (): Promise<{
    c: CApi;
    ran: string[];
    add: (ctx: Context, name: string | 0) => void;
    key: Pointer<'char'>;
  }> => {
    const { c } = await loadShipped();
    const ran: string[] = [];
    const key = c.memory.newString('k');
    const add = (ctx: Context, name: string | 0): void => {
      const cleanup: CCleanup | 0 = name === 0 ? 0 : () => void ran.push(name);
      expect(c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, 5, 0, cleanup)).toBe(1);
    };
    return { c, ran, add, key };
  };

  test('c: an entry that was cleared takes its cleanup along; its likes keep theirs', async () => {
    const { add, c, key, ran } = await prepared();
    const ctx = c.ASYNC_WAIT_CTX_new();
    add(ctx, 'first');
    add(ctx, 'second');
    expect(c.ASYNC_WAIT_CTX_clear_fd(ctx, key)).toBe(1); // the newest: the second
    add(ctx, 'third');
    c.ASYNC_WAIT_CTX_free(ctx);
    expect(ran).toEqual(['third', 'first']);
  });

  test('c: entries without a cleanup among the others run none', async () => {
    const { add, c, key, ran } = await prepared();
    const ctx = c.ASYNC_WAIT_CTX_new();
    for (const name of ['first', 0, 'second', 0] as const) add(ctx, name);
    c.ASYNC_WAIT_CTX_clear_fd(ctx, key);
    c.ASYNC_WAIT_CTX_free(ctx);
    expect(ran).toEqual(['second', 'first']);
  });

  test('c: no cleanup of a context runs for the next one at its address', async () => {
    const { add, c, key, ran } = await prepared();
    const first = c.ASYNC_WAIT_CTX_new();
    add(first, 'of the first');
    c.ASYNC_WAIT_CTX_clear_fd(first, key);
    c.ASYNC_WAIT_CTX_free(first);
    let second = c.ASYNC_WAIT_CTX_new();
    for (let made = 0; second >>> 0 !== first >>> 0 && made < 100; made++)
      second = c.ASYNC_WAIT_CTX_new();
    expect(second >>> 0).toBe(first >>> 0);
    add(second, 'of the second');
    c.ASYNC_WAIT_CTX_free(second);
    expect(ran).toEqual(['of the second']);
  });

  test("c: cleanups and the callback that a facade's context got here end with it", async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const before = ossl.stats().references;
    const ran: unknown[] = [];
    for (const name of ['one', 'two']) {
      const context = ossl.newWaitContext();
      c.ASYNC_WAIT_CTX_set_wait_fd(context.pointer, 0, 5, 0, () => void ran.push(name));
      c.ASYNC_WAIT_CTX_set_callback(context.pointer, () => 1, 0);
      context.free();
    }
    expect(ran).toEqual(['one', 'two']);
    expect(ossl.stats().references).toBe(before);
  });

  test('c: what a cleanup throws or rejects with goes to onError', async () => {
    const told: unknown[] = [];
    const { c } = await loadShipped({ onError: (error) => told.push(error) });
    for (const cleanup of [
      () => {
        throw new Error('thrown');
      },
      () => Promise.reject(new Error('rejected')),
    ]) {
      const ctx = c.ASYNC_WAIT_CTX_new();
      c.ASYNC_WAIT_CTX_set_wait_fd(ctx, 0, 5, 0, cleanup);
      c.ASYNC_WAIT_CTX_free(ctx);
    }
    await later();
    expect(told).toMatchObject([{ message: 'thrown' }, { message: 'rejected' }]);
  });
};
