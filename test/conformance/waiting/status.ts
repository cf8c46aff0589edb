// ASYNC_WAIT_CTX_set_status(3): how an operation stands, and what the runner makes of it.
import {
  ASYNC_STATUS_EAGAIN,
  ASYNC_STATUS_ERR,
  ASYNC_STATUS_OK,
  ASYNC_STATUS_UNSUPPORTED,
} from '../../../src/index.js';
import { rejection, start } from '../../support/start.js';
import { Script } from '../../support/script.js';
import { later, type Suite } from '../../support/suite.js';

export const status: Suite = ({ expect, load, loadShipped, test }) => {
  const all = [ASYNC_STATUS_UNSUPPORTED, ASYNC_STATUS_ERR, ASYNC_STATUS_OK, ASYNC_STATUS_EAGAIN];

  test('every status comes back as it was set', async () => {
    const ossl = await loadShipped();
    const { c } = ossl;
    const context = ossl.newWaitContext();
    const ctx = c.ASYNC_WAIT_CTX_new();
    expect(all).toEqual([0, 1, 2, 3]);
    for (const value of [...all, -5, 0x7fff_ffff]) {
      context.setStatus(value);
      expect(context.getStatus()).toBe(value);
      expect(c.ASYNC_WAIT_CTX_set_status(ctx, value)).toBe(1);
      expect(c.ASYNC_WAIT_CTX_get_status(ctx)).toBe(value);
    }
  });

  test('the status carries over from job to job', async () => {
    const instance = await load();
    const context = instance.ossl.newWaitContext();
    for (const value of all) {
      start(
        instance,
        [
          ['setStatus', value],
          ['return', 1],
        ],
        context,
      );
      start(instance, [['return', 1]], context);
      expect(context.getStatus()).toBe(value);
      const { job } = start(instance, [['pause'], ['return', 1]], context);
      expect(context.getStatus()).toBe(value);
      instance.ossl.startJob({ job });
      expect(context.getStatus()).toBe(value);
    }
  });

  test('EAGAIN: the host resumes without waiting for the callback or the handle', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.newWaitContext();
    let calls = 0;
    context.setCallback(() => ++calls);
    const handle = ossl.newHandle(); // nobody ever signals it
    const script = new Script(ossl, [
      ['setWaitFd', 1, handle.fd],
      ['setStatus', ASYNC_STATUS_EAGAIN],
      ['pause', 0, 0, 'first'],
      ['pause', 0, 0, 'second'],
      ['return', 7],
    ]);
    expect(await ossl.run(jobs.script, { args: script.args, waitContext: context })).toBe(7);
    expect([script.result('first'), script.result('second'), calls]).toEqual([1, 1, 0]);
  });

  test('a job that says EAGAIN for ever does not freeze the event loop', async () => {
    const { jobs, ossl } = await load();
    const context = ossl.newWaitContext();
    context.setStatus(ASYNC_STATUS_EAGAIN);
    const abort = new AbortController();
    const run = ossl.run(jobs.endless, { waitContext: context, signal: abort.signal });
    await later(1);
    abort.abort();
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });

  test('a rejected promise is the status ERR, a queued error, and the end of the job', async () => {
    const ossl = await loadShipped();
    const context = ossl.newWaitContext();
    const reason = new Error('the key server is down');
    const error = await rejection(
      ossl.run(
        async () => {
          await later();
          throw reason;
        },
        { waitContext: context },
      ),
    );
    expect(error).toMatchObject({
      code: 'job',
      cause: reason,
      message: expect.stringContaining('the key server is down') as string,
      errors: [{ data: expect.stringContaining('the key server is down') as string }],
    });
    expect(context.getStatus()).toBe(ASYNC_STATUS_ERR);
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0, finished: 1 }, references: 0 });
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('startJob: the job finishes with 0, what was thrown, and the queued error', async () => {
    const ossl = await loadShipped();
    const waitContext = ossl.newWaitContext();
    const reason = new Error('no');
    const first = ossl.startJob({ waitContext, func: () => Promise.reject(reason) });
    await later();
    const second = ossl.startJob({ job: first.job });
    expect(second).toMatchObject({
      result: 3,
      ret: 0,
      error: reason,
      errors: [{ data: 'Error: no' }],
    });
    expect(waitContext.getStatus()).toBe(ASYNC_STATUS_ERR);
  });

  test('a generator is told of the rejection, and may go on', async () => {
    const ossl = await loadShipped();
    const waitContext = ossl.newWaitContext();
    const value = await ossl.run(
      function* () {
        try {
          yield Promise.reject(new Error('no'));
        } catch (error) {
          return `caught: ${(error as Error).message}`;
        }
        return 'not told';
      },
      { waitContext },
    );
    expect(value).toBe('caught: no');
    expect(waitContext.getStatus()).toBe(ASYNC_STATUS_UNSUPPORTED);
  });

  test('C code that sets ERR is resumed to unwind, and its errors reach the promise', async () => {
    const { jobs, ossl } = await load();
    const handle = ossl.newHandle(); // nobody ever signals it
    const script = new Script(ossl, [
      ['setWaitFd', 1, handle.fd],
      ['setStatus', ASYNC_STATUS_ERR],
      ['pause'],
      ['raise', 77],
      ['return', 0],
    ]);
    const error = await rejection(ossl.run(jobs.script, { args: script.args }));
    expect(error).toMatchObject({
      code: 'openssl',
      errors: [{ code: expect.any(Number) as number }],
    });
  });

  test('a status that an earlier job left does not make a promise a busy loop', async () => {
    const ossl = await loadShipped();
    const waitContext = ossl.newWaitContext();
    for (const value of [ASYNC_STATUS_ERR, ASYNC_STATUS_EAGAIN]) {
      waitContext.setStatus(value);
      const before = ossl.stats().jobs.pauses;
      await ossl.run(() => later(20), { waitContext });
      expect(ossl.stats().jobs.pauses - before).toBe(1);
    }
  });

  test('a run starts without the status that an earlier one left', async () => {
    const { jobs, ossl } = await load();
    using waitContext = ossl.newWaitContext();
    using handle = ossl.newHandle();
    const script = new Script(ossl, [
      ['setWaitFd', 1, handle.fd],
      ['pause', 0, 0, 'paused'],
      ['clearFd', 1],
      ['return', 1],
    ]);
    waitContext.setStatus(ASYNC_STATUS_ERR);
    const run = ossl.run(jobs.script, { args: script.args, waitContext });
    await later(5);
    expect(ossl.stats().jobs.paused).toBe(1); // it waits for its handle, whatever the status was
    handle.signal();
    expect(await run).toBe(1);
  });
};
