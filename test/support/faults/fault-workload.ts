// One of everything that calls from C into JavaScript, at the same time: what the fault table injects into.
import type { Certificate, CmsMessage, Key } from '../../../src/index.js';
import { type Faults, pass } from './fault.js';
import { Script, type Step } from '../script.js';
import type { TestInstance } from '../suite.js';

/** What the parts have in common; made once for an instance, before any fault. */
export interface Workshop {
  readonly instance: TestInstance;
  readonly faults: Faults;
  readonly rsa: Key;
  readonly x25519: Key;
  /** Of the RSA key. */
  readonly certificate: Certificate;
  /** Fires when everything that still waits is to end. */
  readonly signal: AbortSignal;
}

const data = new TextEncoder().encode('what is worked on');

function held(shop: Workshop): Key {
  const { faults, instance, rsa } = shop;
  const { ossl } = instance;
  return ossl.keys.fromSigner({
    algorithm: 'RSA',
    publicKey: rsa,
    sign: faults.at('signer.sign', (digest, { hash = 'SHA256' }) =>
      ossl.sign(rsa, digest, { hash, prehashed: true }),
    ),
    decrypt: faults.at('signer.decrypt', (ciphertext) =>
      ossl.decrypt(rsa, ciphertext, { padding: 'oaep' }),
    ),
  });
}

/** A job in C that does some steps; its memory is freed, whatever becomes of it. */
async function script({ instance, signal }: Workshop, steps: Step[]): Promise<void> {
  const { jobs, ossl } = instance;
  const made = new Script(ossl, steps);
  try {
    await ossl.run(jobs.script, { args: made.args, signal });
  } finally {
    if (!ossl.dead) made.free();
  }
}

/** Handles that C may have left open when it was stopped half-way: a script does not clean up. */
async function withPipe(
  shop: Workshop,
  steps: (read: number, write: number) => Step[],
): Promise<void> {
  const { exports, ossl } = shop.instance;
  const { memory } = ossl.c;
  const fds = memory.newInts([0, 0]);
  const [read, write] =
    exports.pipe(fds) === 0 ? [memory.getInt(fds, 0), memory.getInt(fds, 1)] : [-1, -1];
  memory.free(fds);
  try {
    await script(shop, steps(read, write));
  } finally {
    if (!ossl.dead)
      for (const fd of [read, write])
        if (exports.close(fd) !== 0 && fd > 0 && !ossl.dead) exports.close(fd);
  }
}

/** The parts, by what they are about. */
const parts: Record<string, (shop: Workshop) => Promise<void>> = {
  'a wait context with a callback and a cleanup': async ({ faults, instance, signal }) => {
    const { jobs, ossl } = instance;
    const waitContext = ossl.newWaitContext();
    const handle = ossl.newHandle();
    waitContext.setCallback(faults.at('waitContext callback', () => 1));
    waitContext.setWaitFd(
      'key',
      handle,
      undefined,
      faults.at('waitContext cleanup', () => undefined),
    );
    const made = new Script(ossl, [['callCallback'], ['setStatus', 3], ['pause'], ['return', 1]]);
    try {
      await ossl.run(jobs.script, { args: made.args, waitContext, signal });
    } finally {
      if (!ossl.dead) made.free();
      waitContext.free();
      handle.close();
    }
  },
  'a plain job': async ({ faults, instance, signal }) => {
    await instance.ossl.run(
      faults.at('plain job', () => 7),
      { signal },
    );
  },
  'an async job': async ({ faults, instance, signal }) => {
    await instance.ossl.run(
      faults.at('async job', async (job) => {
        await pass();
        await Promise.all([job.pause(), pass()]);
      }),
      { signal },
    );
  },
  'a generator': async ({ faults, instance, signal }) => {
    const step = faults.at('generator step', (): unknown => undefined);
    await instance.ossl.run(
      function* (): Generator {
        yield step();
        yield pass();
        yield step();
      },
      { signal },
    );
  },
  'key generation': async ({ faults, instance, signal }) => {
    const onProgress = faults.at('onProgress', () => undefined);
    const key = await instance.ossl.generateKey({
      algorithm: 'RSA',
      bits: 512,
      onProgress,
      signal,
    });
    key.free();
  },
  'held keys': async (shop) => {
    const { faults, instance, rsa, signal, x25519 } = shop;
    const { ossl } = instance;
    const key = held(shop);
    const derive = faults.at('signer.derive', () => ossl.deriveBits(x25519, x25519));
    const other = ossl.keys.fromSigner({ algorithm: 'X25519', publicKey: x25519, derive });
    try {
      const ciphertext = await ossl.encrypt(rsa, data, { padding: 'oaep', signal });
      await allOf([
        ossl.sign(key, data, { hash: 'SHA256', signal }),
        ossl.decrypt(key, ciphertext, { padding: 'oaep', signal }),
        ossl.deriveBits(other, x25519, { signal }),
      ]);
    } finally {
      key.free();
      other.free();
    }
  },
  'streams in and out': async ({ certificate, faults, instance, signal }) => {
    const { ossl } = instance;
    const next = faults.at('source next', (done: boolean) => ({ done, value: data }));
    const source = (): AsyncIterable<Uint8Array> => {
      let left = 3;
      return {
        [Symbol.asyncIterator]: faults.at('source iterator', () => ({
          next: () => next(left-- === 0) as never,
          return: faults.at('source return', () => Promise.resolve({ done: true, value: data })),
        })) as never,
      };
    };
    const to = new WritableStream<Uint8Array>({
      write: faults.at('sink write', () => undefined),
      close: faults.at('sink close', () => undefined),
      abort: faults.at('sink abort', () => undefined),
    });
    const options = { recipients: [certificate], to, signal };
    await (ossl.cms.encrypt(source(), options) as Promise<CmsMessage | undefined>);
    const stream = new ReadableStream<Uint8Array>({
      pull: faults.at('stream pull', (controller: ReadableStreamDefaultController<Uint8Array>) => {
        controller.enqueue(data);
        controller.close();
      }),
      cancel: faults.at('stream cancel', () => undefined),
    });
    await ossl.digest('SHA256', stream, { signal });
  },
  'a source that is given up': async ({ certificate, faults, instance, rsa }) => {
    const { ossl } = instance;
    const cancelled = new AbortController();
    const stream = new ReadableStream<Uint8Array>({
      pull: () => {
        cancelled.abort();
      },
      cancel: faults.at('stream cancel', () => undefined),
    });
    const endless = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return: faults.at('source return', () => Promise.resolve({ done: true, value: data })),
      }),
    };
    const to = new WritableStream<Uint8Array>({
      abort: faults.at('sink abort', () => undefined),
    });
    const { signal } = cancelled;
    const results = await Promise.allSettled([
      ossl.digest('SHA256', stream, { signal }),
      ossl.sign(rsa, endless, { signal }),
      ossl.cms.encrypt(endless, { recipients: [certificate], to, signal }),
    ]);
    for (const result of results)
      if (result.status === 'rejected' && ossl.dead) throw result.reason;
  },
  'handles in C': async (shop) => {
    await withPipe(shop, (read, write) => [
      ['write', write, 8],
      ['poll', read, 100],
      ['read', read, 8],
      ['poll', read, 2],
      ['return', 1],
    ]);
  },
  'an event in C': async (shop) => {
    const { exports, ossl } = shop.instance;
    const fd = exports.eventfd(1, 2048);
    try {
      await script(shop, [
        ['read', fd, 8],
        ['read', fd, 8],
        ['return', 1],
      ]);
    } finally {
      if (!ossl.dead && fd > 0 && exports.close(fd) !== 0) exports.close(fd);
    }
  },
  'what C prints': async ({ instance }) => {
    const { c } = instance.ossl;
    const text = c.memory.newString('printed');
    c.write(1, text as never, 7);
    c.memory.free(text);
    await Promise.resolve();
  },
  'random bytes of a new context': async (shop) => {
    const { exports, ossl } = shop.instance;
    const context = exports.OSSL_LIB_CTX_new();
    const bytes = ossl.c.memory.malloc(32);
    try {
      await script(shop, [
        ['setLibctx', context],
        ['rand', bytes, 32],
        ['return', 1],
      ]);
    } finally {
      if (!ossl.dead) {
        exports.OSSL_LIB_CTX_free(context);
        ossl.c.memory.free(bytes);
      }
    }
  },
  'a deadline': async ({ instance, signal }) => {
    await instance.ossl.run(() => pass(), { timeout: 1_000_000, signal });
    const handle = instance.ossl.newHandle();
    try {
      await instance.ossl.poll([handle], { timeout: 1, signal });
    } finally {
      handle.close();
    }
  },
  'a callback that throws': async ({ instance }) => {
    const waitContext = instance.ossl.newWaitContext();
    waitContext.setCallback(() => {
      throw new Error('for onError');
    });
    waitContext.callCallback();
    waitContext.free();
    await Promise.resolve();
  },
};

/** Waits for all of them, and only then throws what the first one threw. */
async function allOf(promises: Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Starts every part; what became of each, when all have settled and the pool is freed. */
export async function work(shop: Workshop): Promise<PromiseSettledResult<void>[]> {
  const { ossl } = shop.instance;
  const stop = ossl.dead
    ? undefined
    : ossl.observeJobs(shop.faults.at('observer', () => undefined));
  const results = await Promise.allSettled(Object.values(parts).map(async (part) => part(shop)));
  await pass(); // what is told in a microtask, and streams that end by themselves
  stop?.();
  const [end] = await Promise.allSettled([
    Promise.resolve().then(() => {
      ossl.cleanupThread();
    }),
  ]);
  return [...results, end];
}
