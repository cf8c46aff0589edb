// What an instance holds: nothing, when all that was made in it has ended and is freed.
import type { ExpectStatic } from 'vitest';
import type { OpenSSL } from '../../src/index.js';

/** Of `ossl.stats()`; the pool may keep idle jobs. */
export const nothing = {
  jobs: { live: 0, queued: 0 },
  handles: { open: 0 },
  waitContexts: 0,
  references: 0,
  memory: { savedFrames: 0 },
};

/** Nothing is held, and no error is left in the queue. */
export function expectNothingLeft(expect: ExpectStatic, ossl: OpenSSL): void {
  expect(ossl.stats()).toMatchObject(nothing);
  expect(ossl.takeErrors()).toEqual([]);
}

/** All that an instance holds apart from its heap, to be compared with what it was before. */
export function inUse(ossl: OpenSSL): object {
  const { handles, jobs, memory, references, waitContexts } = ossl.stats();
  const { allocated, live, paused, queued } = jobs;
  const { savedFrames, stacks } = memory;
  return {
    ...{ allocated, live, paused, queued, savedFrames, stacks },
    ...{ handles: handles.open, references, waitContexts },
  };
}
