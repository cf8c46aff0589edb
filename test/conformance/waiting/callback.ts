// ASYNC_WAIT_CTX_set_callback(3): how async-aware code says that an operation is complete.
import type { Pointer } from '../../../src/index.js';
import { isPending, start, thrown, until } from '../../support/start.js';
import { Script } from '../../support/script.js';
import type { Suite } from '../../support/suite.js';

export const callback: Suite = ({ expect, load, loadShipped, test }) => {
  test('a callback and its argument come back as they were given', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const mine = (): number => 1;
    const argument = { any: 'value' };
    context.setCallback(mine, argument);
    expect(context.getCallback()?.callback).toBe(mine);
    expect(context.getCallback()?.argument).toBe(argument);
  });

  test('c: the callback in C reaches the function in JavaScript, with its argument', async () => {
    const { c } = await loadShipped();
    const ctx = c.ASYNC_WAIT_CTX_new();
    const given: number[] = [];
    const mine = (argument: Pointer<'void'>): number => given.push(argument) && 42;
    const argument = c.memory.malloc(1);
    expect(c.ASYNC_WAIT_CTX_set_callback(ctx, mine, argument)).toBe(1);
    const [cell, data] = [
      c.memory.newPointer<'ASYNC_callback_fn'>(),
      c.memory.newPointer<'void'>(),
    ];
    expect(c.ASYNC_WAIT_CTX_get_callback(ctx, cell, data)).toBe(1);
    const found = c.memory.getPointer(cell);
    expect(c.callCallback(found, c.memory.getPointer(data))).toBe(42);
    expect(given).toEqual([argument]);
  });

  test('c: get_callback gives 0 and leaves its outputs untouched when none is set', async () => {
    const { c } = await loadShipped();
    const ctx = c.ASYNC_WAIT_CTX_new();
    const [cell, data] = [
      c.memory.newPointer<'ASYNC_callback_fn'>(),
      c.memory.newPointer<'void'>(),
    ];
    c.memory.setInt(cell as unknown as Pointer<'int'>, 123);
    c.memory.setInt(data as unknown as Pointer<'int'>, 456);
    expect(c.ASYNC_WAIT_CTX_get_callback(ctx, cell, data)).toBe(0);
    expect([c.memory.getPointer(cell), c.memory.getPointer(data)]).toEqual([123, 456]);
  });

  test('getCallback is undefined when none is set', async () => {
    const ossl = await loadShipped();
    expect(ossl.newWaitContext().getCallback()).toBeUndefined();
  });

  test('c: a NULL context gives 0', async () => {
    const { c } = await loadShipped();
    expect(c.ASYNC_WAIT_CTX_set_callback(0, () => 1, 0)).toBe(0);
    expect(c.ASYNC_WAIT_CTX_set_callback(0, 0, 0)).toBe(0);
  });

  test('a NULL callback switches it off', async () => {
    const instance = await load();
    const context = instance.ossl.newWaitContext();
    let calls = 0;
    context.setCallback(() => calls++);
    context.setCallback(null);
    expect(context.getCallback()).toBeUndefined();
    const { script } = start(
      instance,
      [
        ['callCallback', 0, 0, 'called'],
        ['return', 1],
      ],
      context,
    );
    expect(script.result('called')).toBe(-1);
    expect(calls).toBe(0);
    expect(instance.ossl.stats().references).toBe(0);
  });

  test('c: a NULL callback switches it off', async () => {
    const { c } = await loadShipped();
    const ctx = c.ASYNC_WAIT_CTX_new();
    const [cell, data] = [
      c.memory.newPointer<'ASYNC_callback_fn'>(),
      c.memory.newPointer<'void'>(),
    ];
    c.ASYNC_WAIT_CTX_set_callback(ctx, () => 1, 0);
    expect(c.ASYNC_WAIT_CTX_set_callback(ctx, 0, 0)).toBe(1);
    expect(c.ASYNC_WAIT_CTX_get_callback(ctx, cell, data)).toBe(0);
  });

  test('a callback that replaces another is the one that is called', async () => {
    const instance = await load();
    const context = instance.ossl.newWaitContext();
    const calls: string[] = [];
    context.setCallback(() => calls.push('first'));
    context.setCallback(() => calls.push('second'));
    start(instance, [['callCallback'], ['return', 1]], context);
    expect(calls).toEqual(['second']);
    expect(instance.ossl.stats().references).toBe(1);
    context.free();
    expect(instance.ossl.stats().references).toBe(0);
  });

  test('the callback reaches JavaScript exactly once per completion', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.newWaitContext();
    const given: unknown[] = [];
    context.setCallback((argument) => given.push(argument), 'argument');
    const script = new Script(ossl, [
      ['callCallback'],
      ['pause', 0, 0, 'first'],
      ['callCallback'],
      ['pause', 0, 0, 'second'],
      ['return', 7],
    ]);
    // each pause has been completed before it: the runner must not wait for another call
    expect(await ossl.run(jobs.script, { args: script.args, waitContext: context })).toBe(7);
    expect(given).toEqual(['argument', 'argument']);
    expect([script.result('first'), script.result('second')]).toEqual([1, 1]);
  });

  test('one callback completes one pause, not the next', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.newWaitContext();
    context.setCallback(() => 1);
    const script = new Script(ossl, [['callCallback'], ['pause'], ['pause'], ['return', 7]]);
    const abort = new AbortController();
    const run = ossl.run(jobs.script, {
      args: script.args,
      waitContext: context,
      signal: abort.signal,
    });
    expect(await isPending(run)).toBe(true);
    expect(ossl.stats().jobs).toMatchObject({ paused: 1, pauses: 2 });
    abort.abort();
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });

  test('a job that waits for its callback goes on when C calls it later', async () => {
    const { jobs, ossl } = await load();
    const { c } = ossl;
    const context = ossl.newWaitContext();
    let calls = 0;
    context.setCallback(() => ++calls);
    const script = new Script(ossl, [['pause'], ['return', 7]]);
    const run = ossl.run(jobs.script, { args: script.args, waitContext: context });
    await until(() => ossl.stats().jobs.paused === 1);
    expect(await isPending(run)).toBe(true);
    const [cell, data] = [
      c.memory.newPointer<'ASYNC_callback_fn'>(),
      c.memory.newPointer<'void'>(),
    ];
    c.ASYNC_WAIT_CTX_get_callback(context.pointer, cell, data);
    expect(c.callCallback(c.memory.getPointer(cell), c.memory.getPointer(data))).toBe(1);
    expect(await run).toBe(7);
    expect(calls).toBe(1);
  });

  test('a job that waits for its callback goes on when JavaScript calls it later', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.newWaitContext();
    context.setCallback((argument) => argument, 3);
    const script = new Script(ossl, [['pause'], ['return', 7]]);
    const run = ossl.run(jobs.script, { args: script.args, waitContext: context, timeout: 2000 });
    await until(() => ossl.stats().jobs.paused === 1);
    expect(context.callCallback()).toBe(3);
    expect(await run).toBe(7);
  });

  test('a callback that was set through ossl.c is seen, and called, through the facade', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const given: number[] = [];
    const mine = (argument: Pointer<'void'>): number => given.push(argument) + 40;
    ossl.c.ASYNC_WAIT_CTX_set_callback(context.pointer, mine, ossl.c.memory.malloc(1));
    const found = context.getCallback();
    expect(found?.callback(found.argument)).toBe(41);
    expect(context.callCallback()).toBe(42);
    expect(new Set(given).size).toBe(1);
  });

  test('a callback that was switched off through ossl.c is not waited for', async () => {
    const { jobs, ossl } = await load();
    const waitContext = ossl.newWaitContext();
    waitContext.setCallback(() => 1);
    ossl.c.ASYNC_WAIT_CTX_set_callback(waitContext.pointer, 0, 0);
    const { args } = new Script(ossl, [['pause'], ['return', 7]]);
    expect(await ossl.run(jobs.script, { args, waitContext, timeout: 2000 })).toBe(7);
  });

  test('callCallback without a callback does nothing', async () => {
    const ossl = await loadShipped();
    expect(ossl.newWaitContext().callCallback()).toBeUndefined();
  });

  test('with a handle too, whichever comes first resumes the job', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.newWaitContext();
    context.setCallback(() => 1);
    const handle = ossl.newHandle();
    const script = new Script(ossl, [['setWaitFd', 1, handle.fd], ['pause'], ['return', 7]]);
    const run = ossl.run(jobs.script, { args: script.args, waitContext: context });
    await until(() => ossl.stats().jobs.paused === 1);
    handle.signal();
    expect(await run).toBe(7);
  });

  test('what a callback returns is what C gets: an int, a truth value, or 1 for nothing', async () => {
    const instance = await load();
    const context = instance.ossl.newWaitContext();
    const results = [5, -1, 0, true, false, undefined].map((value) => {
      context.setCallback(() => value);
      const { script } = start(
        instance,
        [
          ['callCallback', 0, 0, 'got'],
          ['return', 1],
        ],
        context,
      );
      return script.result('got');
    });
    expect(results).toEqual([5, -1, 0, 1, 0, 1]);
  });

  test('a callback can look at the job that calls it, but not pause it', async () => {
    const instance = await load();
    const { c } = instance.ossl;
    const context = instance.ossl.newWaitContext();
    const seen: unknown[] = [];
    context.setCallback(() => {
      seen.push(
        c.ASYNC_get_current_job() !== 0,
        instance.ossl.getCurrentJob()?.waitContext === context,
      );
      seen.push(c.ASYNC_pause_job());
      seen.push(
        (thrown(() => instance.ossl.startJob({ func: instance.jobs.endless })) as Error).message,
      );
    });
    const { outcome } = start(instance, [['callCallback'], ['return', 7]], context);
    expect(seen).toEqual([true, true, 0, expect.stringContaining('inside a job')]);
    expect(outcome.ret).toBe(7);
    expect(outcome.errors[0]?.data).toContain('JavaScript function');
  });
};
