// A fault in each import and in each function of the user's, one at a time: the instance goes on with nothing leaked,
// or says that it is dead; and whatever was pending has settled.
import { type OpenSSL, OpenSSLError } from '../../src/index.js';
import { constants } from '../../src/module/generated/boundary.js';
import { times } from '../support/certificates.js';
import { type Effect, Faults, garbage, pass, replaced, thrownValues } from '../support/fault.js';
import { work, type Workshop } from '../support/fault-workload.js';
import { inUse } from '../support/nothing-left.js';
import { rejection, works } from '../support/start.js';
import { scaled, type Suite } from '../support/suite.js';

const { EBADF, EINVAL, EIO, EMFILE, EPIPE, POLLNVAL } = constants;

/**
 * Every import, with what it may answer when it fails: the instance goes on. An exception that crosses C is always
 * the end. `leaks` is what nobody but the import could have given back; `waits`: a reader may wait for what it has lost.
 */
const imports: Record<string, { answers: readonly number[]; leaks?: boolean; waits?: boolean }> = {
  entropy: { answers: [-1] },
  clock: { answers: [NaN, Infinity, -1, 0, 1e300] },
  log: { answers: [] },
  fatal: { answers: [] },
  callback: { answers: [0, -1, 2 ** 31 - 1] },
  fd_cleanup: { answers: [] },
  job_step: { answers: [constants.OSA_JS_FAILED, constants.OSA_JS_DONE, 7] },
  progress: { answers: [0, -1] },
  key_request: { answers: [-EBADF, -EINVAL, 0, 1 << 20], leaks: true },
  key_free: { answers: [] },
  stack_alloc: { answers: [0] },
  stack_free: { answers: [] },
  handle_pipe: { answers: [-EMFILE] },
  handle_event: { answers: [-EMFILE] },
  handle_timer: { answers: [-EMFILE, -EINVAL] },
  handle_read: { answers: [-EBADF, -EINVAL, -EIO, 0] },
  handle_write: { answers: [-EPIPE, -EIO, -EBADF], waits: true },
  handle_close: { answers: [-EBADF], leaks: true },
  handle_events: { answers: [POLLNVAL, 0] },
  handle_nonblock: { answers: [-EBADF, 0, 1], waits: true },
  handle_sync: { answers: [-EIO, -EINVAL, -EBADF] },
};

interface Fault {
  readonly point: string;
  readonly nth: number;
  readonly effect: Effect;
  /** Whether it ends only when it is aborted. */
  readonly isEndless?: boolean;
}

/** What is the user's: whatever it does, the instance goes on. */
const callbacks: Record<string, { leaks?: boolean }> = {
  'waitContext callback': {},
  'waitContext cleanup': {},
  'plain job': {},
  'async job': {},
  'generator step': {},
  onProgress: {},
  'signer.sign': {},
  'signer.decrypt': {},
  'signer.derive': {},
  'source iterator': {},
  'source next': {},
  'source return': {},
  'sink write': {},
  'sink close': {},
  'sink abort': {},
  'stream pull': {},
  'stream cancel': {},
  observer: {},
  onError: {},
  logger: {},
  'stack alloc': {},
  'stack free': { leaks: true },
};

const never = 'never answers';
/** Turns of the event loop, of a millisecond or more, after which what is pending counts as never settling. */
const MANY_TURNS = 20_000;

export const faultTable: Suite = ({ compiledTestModule, expect, load, scale, test }) => {
  /** An instance with everything that the parts need, and some rounds without a fault behind it. */
  const open = async (rounds = 2): Promise<Workshop & { abort: () => void }> => {
    const faults = new Faults();
    const instance = await faults.load(load, {
      onError: faults.at('onError', () => undefined),
      logger: faults.at('logger', () => undefined),
    });
    const { ossl } = instance;
    const { alloc, free } = ossl.getMemFunctions();
    ossl.setMemFunctions({
      alloc: faults.at('stack alloc', alloc),
      free: faults.at('stack free', free),
    });
    const rsa = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const x25519 = await ossl.generateKey({ algorithm: 'X25519' });
    const certificate = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'x' },
      issuerKey: rsa,
    });
    let controller = new AbortController();
    const shop = {
      ...{ certificate, faults, instance, rsa, x25519 },
      get signal() {
        return controller.signal;
      },
      abort: () => {
        controller.abort();
        controller = new AbortController();
      },
    };
    for (let round = 0; round < rounds; round++)
      for (const result of await work(shop)) expect(result).toEqual({ status: 'fulfilled' });
    return shop;
  };

  /** Does all the work with one fault in it; whether that came to pass. */
  const round = async (
    shop: Workshop & { abort: () => void },
    label: string,
    { point, nth, effect, isEndless = false }: Fault,
  ): Promise<boolean> => {
    const { faults, instance } = shop;
    const { ossl } = instance;
    faults.arm(point, nth, effect);
    let settled = false;
    const worked = work(shop).finally(() => {
      settled = true;
    });
    for (let turn = 0, since = 0; !settled; turn++) {
      await pass(turn < 20 ? 0 : 1);
      if (faults.hit && isEndless && ++since === 50) shop.abort(); // the user gives up
      if (turn > MANY_TURNS) throw new Error(`${label}: something is still pending`);
    }
    faults.disarm();
    for (const result of await worked)
      if (result.status === 'rejected' && !(result.reason instanceof OpenSSLError))
        throw new Error(`${label}: an error without a type: ${String(result.reason)}`, {
          cause: result.reason,
        });
    if (!ossl.dead && !(await works(instance))) throw new Error(`${label}: it works no more`);
    if (!ossl.dead) ossl.cleanupThread();
    return faults.hit;
  };

  /** Which calls of so many are looked at. */
  const calls = (count: number): number[] => [
    ...new Set([1, Math.min(2, count), Math.ceil(count / 2), count]),
  ];

  const checkDead = async (ossl: OpenSSL, label: string): Promise<void> => {
    expect(ossl.dead, label).toMatchObject({ code: 'dead' });
    expect(() => ossl.stats(), label).toThrow(ossl.dead);
    expect(() => ossl.exports.osa_malloc(1), label).toThrow(ossl.dead);
    expect(await rejection(ossl.run(() => 1)), label).toBe(ossl.dead);
  };

  /** What every row ends with. */
  const checkGoesOn = (shop: Workshop, before: object, label: string): void => {
    const { ossl } = shop.instance;
    expect(ossl.dead, label).toBeUndefined();
    expect(inUse(ossl), label).toEqual(before);
    expect(ossl.takeErrors(), label).toEqual([]);
  };

  /** After some rows: all of the work again, and what all of it has left on the heap. */
  const checkUnchanged = async (shop: Workshop, before: object, heap: number): Promise<void> => {
    const { ossl } = shop.instance;
    const label = 'afterwards';
    for (const result of await work(shop)) expect(result, label).toEqual({ status: 'fulfilled' });
    expect(inUse(ossl), label).toEqual(before);
    expect(ossl.takeErrors(), label).toEqual([]);
    expect(ossl.stats().memory.heap - heap, label).toBeLessThan(1024);
  };

  test('the table has every import of the module', async () => {
    const module = await compiledTestModule();
    const names = WebAssembly.Module.imports(module).map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(imports).sort());
  });

  test('the work reaches every point of the table', async () => {
    const shop = await open();
    const reached = [...shop.faults.counts.keys()];
    const wanted = [...Object.keys(imports), ...Object.keys(callbacks)];
    expect(wanted.filter((point) => point !== 'fatal' && !reached.includes(point))).toEqual([]);
    expect(reached.filter((point) => !wanted.includes(point))).toEqual([]);
  });

  for (const [point, { answers, leaks = false, waits = false }] of Object.entries(imports)) {
    if (point === 'fatal') continue; // nothing but the end comes of it: faults.ts
    test(`import ${point}: an exception is the end of the instance, and of all that waits`, async () => {
      let shop = await open(1);
      const count = shop.faults.counts.get(point) ?? 0;
      for (const nth of calls(count)) {
        const values = Object.entries(thrownValues);
        for (const [kind, value] of values.slice(0, nth === 1 ? scaled(5, scale) : 1)) {
          const label = `${point}, call ${nth}, throws ${kind}`;
          const effect = (): never => {
            throw value();
          };
          const hit = await round(shop, label, { point, nth, effect });
          expect(hit || nth > 1, label).toBe(true); // the work differs in how often it calls
          if (!hit) continue;
          await checkDead(shop.instance.ossl, label);
          shop = await open(0);
        }
      }
    });
    if (answers.length > 0)
      test(`import ${point}: a failure is told, and the instance goes on`, async () => {
        let shop = await open();
        const count = shop.faults.counts.get(point) ?? 0;
        const before = inUse(shop.instance.ossl);
        const { heap } = shop.instance.ossl.stats().memory;
        for (const nth of calls(count >> 1))
          for (const answer of answers) {
            const label = `${point}, call ${nth}, answers ${answer}`;
            const effect = (): number => answer;
            const hit = await round(shop, label, { point, nth, effect, isEndless: waits });
            expect(hit || nth > 1, label).toBe(true);
            expect(shop.instance.ossl.dead, label).toBeUndefined();
            if (leaks) shop = await open(0);
            else checkGoesOn(shop, before, label);
          }
        if (!leaks) await checkUnchanged(shop, before, heap);
      });
  }

  test('a runtime that gives no more turns is the end of the instance', async () => {
    for (const nth of [1, 2, 5]) {
      const faults = new Faults();
      const task = (run: () => void): unknown => pass().then(run);
      const { jobs, ossl } = await replaced(
        globalThis,
        'setImmediate',
        faults.at('setImmediate', task),
        () => load(),
      );
      faults.arm('setImmediate', nth, () => {
        throw new Error('no more turns');
      });
      const pending = Array.from({ length: 3 }, () => rejection(ossl.run(jobs.endless)));
      for (const promise of pending) expect(await promise).toBe(ossl.dead);
      await checkDead(ossl, `turn ${nth}`);
    }
  });

  test('a runtime without timers refuses a deadline, and goes on', async () => {
    const instance = await load();
    const { ossl } = instance;
    const before = inUse(ossl);
    const key = await ossl.generateKey({ algorithm: 'X25519' });
    const derive = (): Promise<Uint8Array> => new Promise(() => undefined);
    const held = ossl.keys.fromSigner({
      algorithm: 'X25519',
      publicKey: key,
      derive,
      timeout: 5,
    });
    const fail = (): never => {
      throw new Error('no timers');
    };
    const handle = ossl.newHandle();
    const errors = await replaced(globalThis, 'setTimeout', fail, () =>
      Promise.all(
        [
          ossl.run(() => 1, { timeout: 5 }),
          ossl.deriveBits(key, key, { timeout: 5 }),
          ossl.deriveBits(held, key),
          ossl.poll([handle], { timeout: 5 }),
        ].map(rejection),
      ),
    );
    for (const error of errors) expect(error).toBeInstanceOf(OpenSSLError);
    key.free();
    held.free();
    handle.close();
    ossl.cleanupThread();
    expect(inUse(ossl)).toEqual(before);
    expect(await works(instance)).toBe(true);
  });

  const effects: [string, Effect][] = [
    ...Object.entries(thrownValues).map(([kind, value]): [string, Effect] => [
      `throws ${kind}`,
      () => {
        throw value();
      },
    ]),
    ...Object.entries(garbage).map(([kind, value]): [string, Effect] => [`gives ${kind}`, value]),
    [never, () => new Promise(() => undefined)],
  ];

  for (const [point, { leaks = false }] of Object.entries(callbacks))
    test(`${point}: whatever it does, the instance goes on with nothing leaked`, async () => {
      const printed: unknown[] = [];
      await replaced(
        console,
        'error',
        (error: unknown) => printed.push(error),
        async () => {
          let shop = await open();
          const before = inUse(shop.instance.ossl);
          const { heap } = shop.instance.ossl.stats().memory;
          for (const [kind, effect] of effects.slice(0, scaled(effects.length, scale))) {
            const label = `${point} ${kind}`;
            const isEndless = kind === never;
            const hit = await round(shop, label, { point, nth: 1, effect, isEndless });
            expect(hit, label).toBe(true);
            expect(shop.instance.ossl.dead, label).toBeUndefined();
            if (leaks) shop = await open(0);
            else checkGoesOn(shop, before, label);
          }
          if (!leaks) await checkUnchanged(shop, before, heap);
        },
      );
    });
};
