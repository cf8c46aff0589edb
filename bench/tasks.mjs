// What is timed, each as a function; they run in worker.mjs. Times are in seconds, sizes in bytes.
import { existsSync, readFileSync } from 'node:fs';
import { ASYNC_PAUSE, loadOpenSSL } from '../dist/index.js';
import { lists, readBoundary } from '../tools/boundary/boundary.mjs';

const file = (path) => new URL(path, import.meta.url);
const SHIPPED = file('../dist/openssl-async.wasm');
const TEST_BUILD = file('../build/test/openssl-async-test.wasm');
const FIBER = file('../build/bench/fiber.mjs');

const { operations, values } = readBoundary(lists);

let testInstance;

/** Cycles and round trips need the jobs of the test build; the code that is measured is the same in both. */
async function instance() {
  if (!testInstance) {
    const ossl = await loadOpenSSL({ module: readFileSync(TEST_BUILD) });
    testInstance = { ossl, endless: ossl.exports.test_function(values.TEST_JOB_ENDLESS) };
  }
  return testInstance;
}

/**
 * The processor's time and not the clock's for whatever never sleeps, so that it does not count when somebody
 * else has the processor. native/cycles.c does the same.
 */
async function processorTime(work) {
  const start = process.cpuUsage();
  await work();
  const { system, user } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** For what spreads over several threads. */
async function clockTime(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

// ---- cycles: one job in C, no JavaScript in between ----

export async function cycles({ count, where }) {
  const { exports } = (await instance()).ossl;
  let done;
  const seconds = await processorTime(() => {
    done = exports.test_cycles(values[`TEST_CYCLES_${where.toUpperCase()}`], count);
  });
  if (done !== count) throw new Error(`${done} cycles instead of ${count}`);
  return seconds;
}

let pingpong;

/** Null where it was not built. */
export async function fiber({ count }) {
  if (!pingpong) {
    if (!existsSync(FIBER)) return null;
    const { default: create } = await import(FIBER);
    pingpong = await create();
    pingpong._prepare();
  }
  const seconds = await processorTime(() => pingpong._run(count));
  if (pingpong._counted() !== count) throw new Error('the fibers did not switch as they should');
  return seconds;
}

// ---- round trips: pause, JavaScript tells the runner to go on, resume ----

/** Round trips between two turns of the event loop, so that the runner's time slice never runs out. */
const PER_TURN = 256;

/** Runs a job of `count` pauses; `prepare` gives a function that ends one pause. */
async function roundTrips(count, prepare) {
  const { endless, ossl } = await instance();
  const waitContext = ossl.newWaitContext();
  const wake = prepare(ossl, waitContext);
  let finished = false;
  const seconds = await processorTime(async () => {
    const args = new Uint8Array(Int32Array.of(count).buffer);
    const run = ossl.run(endless, { waitContext, args }).then(() => {
      finished = true;
    });
    while (!finished) {
      for (let trip = 0; trip < PER_TURN && !finished; trip++) {
        await null; // the runner's microtask, queued earlier, has resumed the job when this goes on
        wake();
      }
      await new Promise(setImmediate);
    }
    await run;
  });
  waitContext.free();
  return seconds;
}

/** The job waits for a handle, which is signalled once for each pause. */
export async function handleTrips({ count }) {
  let handle;
  const seconds = await roundTrips(count, (ossl, waitContext) => {
    handle = ossl.newHandle();
    waitContext.setWaitFd('bench', handle);
    return () => {
      handle.signal();
      handle.clear();
    };
  });
  handle.close();
  return seconds;
}

/** The job's callback is called once for each pause, as async-aware C code calls it. */
export function callbackTrips({ count }) {
  return roundTrips(count, (ossl, waitContext) => {
    waitContext.setCallback(() => 1);
    return () => {
      waitContext.callCallback();
    };
  });
}

// ---- memory: resident bytes per paused job; in a process of its own ----

function resident() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage.rss();
}

/** `start` starts one job, which pauses, now or when the runner's turn has come. */
async function bytesPerJob(ossl, jobs, start) {
  const pauseAnother = async (count) => {
    const wanted = ossl.stats().jobs.paused + count;
    for (let job = 0; job < count; job++) start();
    while (ossl.stats().jobs.paused < wanted) await new Promise(setImmediate);
  };
  await pauseAnother(100); // code that is compiled on first use is no job's
  const before = resident();
  await pauseAnother(jobs);
  return (resident() - before) / jobs;
}

/** Jobs alone, as the native program has them: at depth 1, or in RSA keygen at its first candidate prime. */
export async function memory({ jobs, where }) {
  const { endless, ossl } = await instance();
  const { c, exports, functions } = ossl;
  const { args: struct } = operations.find(({ name }) => name === 'generate_key');
  const given = { algorithm: c.memory.newString('RSA'), key: c.memory.newInt() };
  const words = new Array(struct.size / 4).fill(0);
  for (const { name, offset } of struct.fields) words[offset / 4] = given[name] ?? 0;
  const args = c.memory.newInts(words);
  const [jobCell, ret] = [c.memory.newInt(), c.memory.newInt()];
  const [func, size] = where === 'keygen' ? [functions.generateKey, struct.size] : [endless, 0];
  return bytesPerJob(ossl, jobs, () => {
    c.memory.setInt(jobCell, 0);
    const waitContext = exports.ASYNC_WAIT_CTX_new();
    const result = exports.ASYNC_start_job(jobCell, waitContext, ret, func, args, size);
    if (result !== ASYNC_PAUSE) throw new Error(`the job did not pause: ${result}`);
  });
}

/** With all that `ossl.run` keeps: promise, wait context and handle of each. */
export async function runnerMemory({ jobs }) {
  const { endless, ossl } = await instance();
  const kept = [];
  return bytesPerJob(ossl, jobs, () => {
    const handle = ossl.newHandle();
    const waitContext = ossl.newWaitContext();
    waitContext.setWaitFd('bench', handle);
    kept.push(ossl.run(endless, { waitContext }), handle, waitContext);
  });
}

// ---- load time: compile, instantiate, initialise ----

/** The same module as different bytes, so that the engine can't answer with what it has compiled before. */
function distinct(bytes, number) {
  const section = Buffer.from([0, 9, 4, ...Buffer.from('load'), 0, 0, 0, 0]);
  section.writeUInt32LE(number, section.length - 4);
  return Buffer.concat([bytes, section]);
}

export async function load({ repeat }) {
  const bytes = readFileSync(SHIPPED);
  const compiled = await WebAssembly.compile(bytes);
  const times = { fromBytes: [], fromModule: [] };
  for (let number = 0; number < repeat; number++) {
    const module = distinct(bytes, number);
    times.fromBytes.push(await clockTime(() => loadOpenSSL({ module })));
    globalThis.gc();
    times.fromModule.push(await clockTime(() => loadOpenSSL({ module: compiled })));
    globalThis.gc();
  }
  return times;
}
