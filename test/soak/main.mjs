// Ten million pauses and a million starts of jobs, and memory stays flat after the first tenth. Run by ./build.sh soak.
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { SingleBar, Presets } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { loadOpenSSL } from '../../dist/index.js';
import { readBoundary } from '../../tools/boundary/boundary.mjs';
import { cycles, SIDE_BY_SIDE, starts } from './workloads.mjs';

const PARTS = 10;
/** By what a heap may be larger in the end: the jobs' error queues keep their buffers, and a garbage collector what it likes. */
const SPARE = { heap: 4096, linear: 0, javascript: 1 << 20 };

function fraction(value) {
  const number = Number(value);
  if (number > 0 && number <= 1) return number;
  throw new InvalidArgumentError('It must be above 0 and at most 1.');
}

const { scale } = new Command('soak')
  .description('Pauses and starts jobs for long, and looks whether memory grows.')
  .option('--scale <part>', 'part of the ten million pauses and one million starts', fraction, 1)
  .parse()
  .opts();
if (!globalThis.gc) throw new Error('Node must be started with --expose-gc');

const file = new URL('../../build/test/openssl-async-test.wasm', import.meta.url);
const ossl = await loadOpenSSL({ module: await readFile(file) });
const { values } = readBoundary(['test']);
const deep = ossl.exports.test_function(values.TEST_JOB_DEEP);
const endless = ossl.exports.test_function(values.TEST_JOB_ENDLESS);

/** After a turn of the event loop, in which everything has come to its end. */
async function sample() {
  await new Promise((next) => setImmediate(next));
  globalThis.gc();
  const { handles, jobs, memory, references, waitContexts } = ossl.stats();
  return {
    held: { handles: handles.open, live: jobs.live, queued: jobs.queued, references, waitContexts },
    heap: memory.heap,
    linear: memory.total,
    javascript: process.memoryUsage().heapUsed,
  };
}

/** What is wrong with the memory at the end, beside that after the first tenth. */
function growth(first, last) {
  const wrong = [];
  if (JSON.stringify(last.held) !== JSON.stringify(first.held))
    wrong.push(`held: ${JSON.stringify(first.held)}, then ${JSON.stringify(last.held)}`);
  for (const [part, spare] of Object.entries(SPARE))
    if (last[part] > first[part] + spare)
      wrong.push(`${part}: ${first[part]} bytes, then ${last[part]}`);
  return wrong;
}

async function soak({ counted, name, run, total }) {
  const part = Math.max(1, Math.round((total * scale) / PARTS));
  const bar = new SingleBar(
    { format: `    {bar} {value} of {total} ${name}`, clearOnComplete: true, hideCursor: true },
    Presets.rect,
  );
  const began = performance.now();
  let first;
  await run(10 * SIDE_BY_SIDE); // each job of the pool has been through it
  const before = ossl.stats().jobs[counted];
  bar.start(PARTS * part, 0);
  for (let done = 1; done <= PARTS; done++) {
    await run(part);
    bar.update(done * part);
    if (done === 1) first = await sample();
  }
  const last = await sample();
  bar.stop();
  const seconds = (performance.now() - began) / 1000;
  const wrong = growth(first, last);
  const count = ossl.stats().jobs[counted] - before;
  if (count < PARTS * part) wrong.push(`${counted}: ${count}, of ${PARTS * part}`);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
  console.log(
    `${wrong.length === 0 ? 'ok' : 'FAILED'}  ${(PARTS * part).toLocaleString('en')} ${name}`,
  );
  console.log(
    `    in ${seconds.toFixed(1)} s; C heap ${first.heap} -> ${last.heap} bytes, ` +
      `linear memory ${megabytes(first.linear)} -> ${megabytes(last.linear)} MB, ` +
      `JavaScript ${megabytes(first.javascript)} -> ${megabytes(last.javascript)} MB`,
  );
  for (const line of wrong) console.log(`    ${line}`);
  return wrong.length === 0;
}

const results = [];
for (const workload of cycles(ossl, endless))
  results.push(await soak({ ...workload, counted: 'pauses' }));
for (const workload of starts(ossl, { deep, endless }))
  results.push(await soak({ ...workload, counted: 'started' }));

const { jobs } = ossl.stats();
console.log(
  `${jobs.pauses.toLocaleString('en')} pauses, ${jobs.started.toLocaleString('en')} starts, ` +
    `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB resident at most`,
);
const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
