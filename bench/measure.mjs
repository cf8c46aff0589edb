// Measures everything in one run. What is compared takes turns in short rounds, so that whatever else the
// machine does hits all alike; the ratios are taken within a round.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import {
  askNative,
  inFreshProcess,
  nativePrograms,
  NativeServer,
  runtimes,
  Worker,
} from './sources.mjs';

const SHIPPED = new URL('../dist/openssl-async.wasm', import.meta.url);

const FULL = { rounds: 21, slice: 0.1, warmUp: 1, jobs: 10_000, loads: 15 };
const QUICK = { rounds: 5, slice: 0.02, warmUp: 0.3, jobs: 4_000, loads: 3 };

/** What signatures are compared in: each algorithm, so many at any time, each way to have the key. */
export const SIGNATURES = {
  algorithms: ['ECDSA P-256', 'RSA-2048', 'Ed25519'],
  inFlight: [1, 64],
  holders: ['held', 'webcrypto', 'own', 'verify'],
};

export async function measure({ progress, quick }) {
  const settings = quick ? QUICK : FULL;
  const nodes = runtimes();
  const native = nativePrograms();
  const result = {
    machine: `${os.cpus()[0]?.model.trim() ?? 'unknown'}, ${os.cpus().length} CPUs, ${os.type()} ${os.arch()}`,
    quick,
    settings,
    nodes: nodes.map(({ version }) => version),
    native: native.map(({ name }) => name),
  };

  progress(`cycles and round trips: ${settings.rounds} rounds`);
  result.rates = await rates(nodes, native, settings);

  progress(`signatures: ${settings.rounds} rounds`);
  result.signatures = await signatureRates(nodes, settings);

  progress(`memory of ${settings.jobs} paused jobs`);
  result.memory = await memory(nodes, native, settings);

  progress('load time');
  result.load = {};
  for (const { path, version } of nodes)
    result.load[version] = await inFreshProcess(path, 'load', { repeat: settings.loads });

  progress('size');
  result.size = size(readFileSync(SHIPPED));
  return result;
}

/** Runs per second of each contender in each round: { contender: [rate, …] }. */
async function rates(nodes, native, settings) {
  const workers = nodes.map(({ path, version }) => ({ version, worker: new Worker(path) }));
  const servers = native.map(({ name, path }) => ({ name, server: new NativeServer(path) }));
  const contenders = ['depth1', 'keygen'].flatMap((where) => [
    ...servers.map(({ name, server }) => ({
      name: `${where} ${name}`,
      run: (count) => server.cycles(where, count),
    })),
    ...workers.map(({ version, worker }) => ({
      name: `${where} ${version}`,
      run: (count) => worker.ask('cycles', { where, count }),
    })),
  ]);
  for (const task of ['fiber', 'handleTrips', 'callbackTrips'])
    for (const { version, worker } of workers)
      contenders.push({ name: `${task} ${version}`, run: (count) => worker.ask(task, { count }) });

  try {
    return await inTurns(contenders, settings);
  } finally {
    for (const { worker } of workers) worker.stop();
    for (const { server } of servers) server.stop();
  }
}

/** Signatures per second of each contender in each round; see signatures.mjs. */
async function signatureRates(nodes, settings) {
  const workers = nodes.map(({ path, version }) => ({ version, worker: new Worker(path) }));
  const contenders = SIGNATURES.algorithms.flatMap((algorithm) =>
    SIGNATURES.inFlight.flatMap((inFlight) =>
      workers.flatMap(({ version, worker }) =>
        SIGNATURES.holders.map((holder) => ({
          name: `${algorithm} ${inFlight} ${holder} ${version}`,
          first: Math.max(8, inFlight),
          run: (count) => worker.ask('signatures', { algorithm, count, holder, inFlight }),
        })),
      ),
    ),
  );
  try {
    return await inTurns(contenders, settings);
  } finally {
    for (const { worker } of workers) worker.stop();
  }
}

async function inTurns(contenders, settings) {
  const measured = {};
  const counts = new Map();
  for (const { first = 20_000, name, run } of contenders) {
    const count = await warmUp(run, first, settings);
    if (count === null) continue;
    counts.set(name, count);
    measured[name] = [];
  }
  for (let round = 0; round < settings.rounds; round++)
    for (const { name, run } of contenders) {
      const count = counts.get(name);
      if (count !== undefined) measured[name].push(count / (await run(count)));
    }
  return measured;
}

/**
 * Runs until the engine has optimised it, in calls short enough for it to swap in the better code; says how
 * many make a slice, `first` at least. Null: there is no such contender.
 */
async function warmUp(run, first, { slice, warmUp: seconds }) {
  let spent = 0;
  let best = 0;
  while (spent < seconds) {
    const took = await run(first);
    if (took === null) return null;
    spent += took;
    best = Math.max(best, first / took);
  }
  return Math.max(first, Math.ceil(best * slice));
}

async function memory(nodes, native, { jobs }) {
  const measured = {};
  for (const where of ['depth1', 'keygen']) {
    for (const { name, path } of native)
      measured[`${where} ${name}`] = askNative(path, 'memory', where, String(jobs)).bytesPerJob;
    for (const { path, version } of nodes)
      measured[`${where} ${version}`] = await inFreshProcess(path, 'memory', { where, jobs });
  }
  for (const { path, version } of nodes)
    measured[`runner ${version}`] = await inFreshProcess(path, 'runnerMemory', { jobs });
  return measured;
}

function size(bytes) {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: quality }).length,
  };
}
