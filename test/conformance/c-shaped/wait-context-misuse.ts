// ossl.c: wait contexts that are freed, NULL or in use.
import type { Pointer } from '../../../src/index.js';
import { thrown } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

type Context = Pointer<'ASYNC_WAIT_CTX'>;

export const waitContextMisuse: Suite = ({ expect, loadShipped, test }) => {
  test('c: a freed context is stale even when its address is in use again', async () => {
    const { c } = await loadShipped();
    const first = c.ASYNC_WAIT_CTX_new();
    c.ASYNC_WAIT_CTX_free(first);
    const second = c.ASYNC_WAIT_CTX_new();
    expect(second >>> 0).toBe(first >>> 0); // the allocator gives it again: the case that matters
    expect(thrown(() => c.ASYNC_WAIT_CTX_get_status(first))).toMatchObject({ code: 'stale' });
    expect(
      thrown(() => {
        c.ASYNC_WAIT_CTX_free(first);
      }),
    ).toMatchObject({ code: 'stale' });
    expect(c.ASYNC_WAIT_CTX_get_status(second)).toBe(0);
  });

  test('c: a NULL context is refused where upstream would crash', async () => {
    const { c } = await loadShipped();
    const none = 0 as Context;
    const count = c.memory.newSize();
    for (const call of [
      () => c.ASYNC_WAIT_CTX_get_status(none),
      () => c.ASYNC_WAIT_CTX_set_status(none, 1),
      () => c.ASYNC_WAIT_CTX_get_all_fds(none, 0, count),
      () => c.ASYNC_WAIT_CTX_get_changed_fds(none, 0, count, 0, count),
      () => c.ASYNC_WAIT_CTX_set_wait_fd(none, 0, 1, 0, 0),
      () => c.ASYNC_WAIT_CTX_clear_fd(none, 0),
    ])
      expect(thrown(call)).toMatchObject({ code: 'argument' });
  });

  test("c: the facade's wait contexts are known by their address", async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const context = ossl.newWaitContext();
    const { fd } = ossl.newHandle();
    c.ASYNC_WAIT_CTX_set_wait_fd(context.pointer, c.memory.malloc(1), fd, 0, 0);
    expect(context.getAllFds()).toEqual([fd]);
    c.ASYNC_WAIT_CTX_free(context.pointer);
    expect(() => context.getAllFds()).toThrow(expect.objectContaining({ code: 'disposed' }));
  });

  test('c: free is refused while the job that uses the context is running', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const [job, ret] = [c.memory.newPointer<'ASYNC_JOB'>(), c.memory.newInt()];
    const ctx = c.ASYNC_WAIT_CTX_new();
    const errors: unknown[] = [];
    const free = (): number =>
      errors.push(
        thrown(() => {
          c.ASYNC_WAIT_CTX_free(ctx);
        }),
      );
    expect(c.ASYNC_start_job(job, ctx, ret, free, 0, 0)).toBe(3);
    expect(errors).toMatchObject([{ code: 'in-use' }]);
    c.ASYNC_WAIT_CTX_free(ctx);
    expect(ossl.stats().waitContexts).toBe(0);
  });

  test("c: a facade's wait context is not freed while a job of ossl.c uses it", async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const context = ossl.newWaitContext();
    const [job, ret] = [c.memory.newPointer<'ASYNC_JOB'>(), c.memory.newInt()];
    const errors: unknown[] = [];
    const free = (): number =>
      errors.push(
        thrown(() => {
          context.free();
        }),
      );
    const turn = (): number =>
      c.ASYNC_start_job(
        job,
        context.pointer,
        ret,
        function* () {
          free();
          yield;
          free();
          return 1;
        },
        0,
        0,
      );
    expect(turn()).toBe(2);
    free();
    await expect(ossl.run(() => 1, { waitContext: context })).rejects.toMatchObject({
      code: 'in-use',
    });
    expect(turn()).toBe(3);
    expect(errors).toMatchObject([{ code: 'in-use' }, { code: 'in-use' }, { code: 'in-use' }]);
    context.free();
    expect(ossl.stats().waitContexts).toBe(0);
  });

  test('c: free is refused while a paused job uses the context', async () => {
    const { c } = await loadShipped();
    const ctx = c.ASYNC_WAIT_CTX_new();
    const [job, ret] = [c.memory.newPointer<'ASYNC_JOB'>(), c.memory.newInt()];
    const turn = (): number =>
      c.ASYNC_start_job(
        job,
        ctx,
        ret,
        function* () {
          yield;
          return 1;
        },
        0,
        0,
      );
    expect(turn()).toBe(2);
    expect(
      thrown(() => {
        c.ASYNC_WAIT_CTX_free(ctx);
      }),
    ).toMatchObject({ code: 'in-use' });
    expect(turn()).toBe(3);
    c.ASYNC_WAIT_CTX_free(ctx);
  });

  test('c: a context of the facade is stale when it is freed, also where another one has its address', async () => {
    const ossl = await loadShipped();
    const first = ossl.newWaitContext();
    const stale = first.pointer;
    first.free();
    const second = ossl.newWaitContext();
    expect(second.pointer >>> 0).toBe(stale >>> 0);
    expect(thrown(() => ossl.c.ASYNC_WAIT_CTX_set_status(stale, 1))).toMatchObject({
      code: 'stale',
    });
    ossl.c.ASYNC_WAIT_CTX_set_status(second.pointer, 1);
    expect(second.getStatus()).toBe(1);
    second.free();
    const third = ossl.c.ASYNC_WAIT_CTX_new();
    expect(third >>> 0).toBe(stale >>> 0);
    expect(third).not.toBe(stale);
    expect(ossl.c.ASYNC_WAIT_CTX_get_status(third)).toBe(0);
  });
};
