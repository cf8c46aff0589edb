// Every call of the facade, for tests of what becomes of it when something has ended.
import type { Job, Key, OpenSSL, VirtualHandle, WaitContext } from '../../src/index.js';
import type { TestInstance } from './suite.js';

/** One of everything, of an instance that is about to end. */
export interface Things {
  readonly ossl: OpenSSL;
  readonly job: Job;
  readonly context: WaitContext;
  readonly handle: VirtualHandle;
  readonly key: Key;
}

export async function everything({ jobs, ossl }: TestInstance): Promise<Things> {
  const context = ossl.newWaitContext();
  const handle = ossl.newHandle();
  context.setWaitFd('key', handle);
  context.setCallback(() => 1);
  const key = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
  const { job } = ossl.startJob({ func: jobs.endless, waitContext: context });
  return { ossl, job: job as Job, context, handle, key };
}

/** Each public method and property that does something, by its name. */
export const calls: Record<string, (things: Things) => unknown> = {
  'ossl.run': ({ ossl }) => ossl.run(() => 1),
  'ossl.startJob': ({ ossl }) => ossl.startJob({ func: () => 1 }),
  'ossl.startJob of a paused job': ({ job, ossl }) => ossl.startJob({ job }),
  'ossl.getCurrentJob': ({ ossl }) => ossl.getCurrentJob(),
  'ossl.getWaitContext': ({ job, ossl }) => ossl.getWaitContext(job),
  'ossl.blockPause': ({ ossl }) => {
    ossl.blockPause();
  },
  'ossl.unblockPause': ({ ossl }) => {
    ossl.unblockPause();
  },
  'ossl.isCapable': ({ ossl }) => ossl.isCapable(),
  'ossl.initThread': ({ ossl }) => {
    ossl.initThread(1);
  },
  'ossl.cleanupThread': ({ ossl }) => {
    ossl.cleanupThread();
  },
  'ossl.setMemFunctions': ({ ossl }) => ossl.setMemFunctions({}),
  'ossl.getMemFunctions': ({ ossl }) => ossl.getMemFunctions(),
  'ossl.newWaitContext': ({ ossl }) => ossl.newWaitContext(),
  'ossl.newHandle': ({ ossl }) => ossl.newHandle(),
  'ossl.handle': ({ handle, ossl }) => ossl.handle(handle.fd),
  'ossl.poll': ({ handle, ossl }) => ossl.poll([handle]),
  'ossl.poll of nothing': ({ ossl }) => ossl.poll([]),
  'ossl.generateKey': ({ ossl }) => ossl.generateKey({ algorithm: 'RSA', bits: 512 }),
  'ossl.stats': ({ ossl }) => ossl.stats(),
  'ossl.takeErrors': ({ ossl }) => ossl.takeErrors(),
  'ossl.version': ({ ossl }) => ossl.version,
  'ossl.c.ASYNC_WAIT_CTX_new': ({ ossl }) => ossl.c.ASYNC_WAIT_CTX_new(),
  'ossl.c.ASYNC_get_current_job': ({ ossl }) => ossl.c.ASYNC_get_current_job(),
  'ossl.c.memory.malloc': ({ ossl }) => ossl.c.memory.malloc(1),
  'ossl.c.memory.getInt': ({ ossl }) => ossl.c.memory.getInt(1024 as never),
  'ossl.exports': ({ ossl }) => ossl.exports.ASYNC_is_capable(),
  'context.pointer': ({ context }) => context.pointer,
  'context.setWaitFd': ({ context, handle }) => {
    context.setWaitFd('other', handle);
  },
  'context.getFd': ({ context }) => context.getFd('key'),
  'context.getFd of nothing': ({ context }) => context.getFd('no such key'),
  'context.getAllFds': ({ context }) => context.getAllFds(),
  'context.getChangedFds': ({ context }) => context.getChangedFds(),
  'context.clearFd': ({ context }) => context.clearFd('key'),
  'context.clearFd of nothing': ({ context }) => context.clearFd('no such key'),
  'context.setCallback': ({ context }) => {
    context.setCallback(null);
  },
  'context.getCallback': ({ context }) => context.getCallback(),
  'context.callCallback': ({ context }) => context.callCallback(),
  'context.setStatus': ({ context }) => {
    context.setStatus(2);
  },
  'context.getStatus': ({ context }) => context.getStatus(),
  'handle.signal': ({ handle }) => {
    handle.signal();
  },
  'handle.clear': ({ handle }) => {
    handle.clear();
  },
  'handle.readable': ({ handle }) => handle.readable,
  'job.pointer': ({ job }) => job.pointer,
  'job.waitContext': ({ job }) => job.waitContext,
  'job.pause': ({ job }) => job.pause(),
  'job.cancel': ({ job }) => {
    job.cancel();
  },
  'key.pointer': ({ key }) => key.pointer,
  'key.toPem': ({ key }) => key.toPem(),
  'key.publicToPem': ({ key }) => key.publicToPem(),
  'key.toDer': ({ key }) => key.toDer(),
  'key.publicToDer': ({ key }) => key.publicToDer(),
};
