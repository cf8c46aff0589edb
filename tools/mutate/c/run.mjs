// Runs the suites against each mutation of our C: a test that fails, or hangs, has noticed it.
//
//   node tools/mutate/c/run.mjs [--jobs N] [--tests N] [--minutes N] [FOLDER OR FILE]...
//
// Each mutation is tried with the tests that reach it, the most particular first, until one notices; --tests is how many
// at most. What was found is kept, and a mutation is tried again when the module or the suites have changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { build } from 'esbuild';
import { printScores } from '../scores.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = `${root}build/mutate/c`;
const bundle = `${folder}/worker.mjs`;
const known = equivalents();

const command = new Command()
  .name('npm run mutate -- wasm')
  .description('Tries small faults in our C, and tells which no test of the library notices.')
  .argument('[paths...]', 'such as wasm/held, or a file; by default all of our C')
  .option('--jobs <count>', 'threads', (text) => Number(text), 1)
  .option('--tests <count>', 'tests at most for each mutation', (text) => Number(text), 60)
  .option(
    '--minutes <count>',
    'no new mutation is begun after that',
    (text) => Number(text),
    Infinity,
  )
  .parse();
const { jobs, minutes, tests: mostTests } = command.opts();
const wanted = command.args.length > 0 ? command.args : ['wasm'];
const endsAt = performance.now() + minutes * 60_000;

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [`${root}tools/mutate/c/worker.ts`],
  outfile: bundle,
  external: ['node:*', '*.wasm', '*.bin'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'warning',
});
const bytes = new Uint8Array(readFileSync(`${folder}/module.wasm`));
const module = await WebAssembly.compile(bytes);
const mutations = JSON.parse(readFileSync(`${folder}/project/mutations.json`, 'utf8'));

/** One thread; it is given up when a test hangs, or has failed: what it left behind may disturb the next. */
class Thread {
  #worker;
  #waiting;
  names = [];

  async #open() {
    this.#worker = new Worker(bundle, {
      workerData: { module, bytes, count: mutations.length },
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (message) => this.#waiting?.(message));
    this.#worker.on('error', (error) =>
      this.#waiting?.({ error: String(error), time: 0, reached: [] }),
    );
    this.#worker.on('exit', () =>
      this.#waiting?.({ error: 'the thread has ended', time: 0, reached: [] }),
    );
    ({ tests: this.names } = await this.#message(60_000));
  }

  #message(limit) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ error: 'hangs', time: limit, reached: [] }), limit);
      const settle = (message) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(message);
      };
      this.#waiting = settle;
    });
  }

  async run(test, mutant, limit) {
    if (!this.#worker) await this.#open();
    this.#worker.postMessage({ test, mutant });
    const outcome = await this.#message(limit);
    if (outcome.error !== undefined) await this.end();
    return outcome;
  }

  async start() {
    await this.#open();
  }

  async end() {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/** What each test reaches and how long it takes, with no mutation switched on. */
async function baseline() {
  const file = `${folder}/reached.json`;
  const key = createHash('sha256').update(bytes).update(readFileSync(bundle)).digest('hex');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    if (kept.key === key) return kept;
  }
  const thread = new Thread();
  await thread.start();
  const tests = [];
  const { names } = thread;
  for (const [number, name] of names.entries()) {
    const { error, reached, time } = await thread.run(number, 0, 60_000);
    if (error === undefined) tests.push({ number, name, time, reached });
    else
      console.log(`left out, since it fails with no mutation: ${name} (${error.split('\n')[0]})`);
    if (number % 100 === 99) console.log(`${number + 1} of ${names.length} tests looked at`);
  }
  await thread.end();
  const found = { key, tests, outcomes: {} };
  writeFileSync(file, JSON.stringify(found));
  return found;
}

const state = await baseline();
const save = () => writeFileSync(`${folder}/reached.json`, JSON.stringify(state));
/** By mutation: the tests that reach it, those that reach little and are quick first. */
const byMutation = new Map();
for (const test of [...state.tests].sort(
  (a, b) => a.time * a.reached.length - b.time * b.reached.length,
))
  for (const number of test.reached)
    byMutation.set(number, [...(byMutation.get(number) ?? []), test]);

const todo = mutations.filter(({ path }) =>
  wanted.some((one) => path === one || path.startsWith(one.replace(/\/?$/, '/'))),
);
if (todo.length === 0) throw new Error(`There are no mutations in ${wanted.join(', ')}`);
let at = 0;
async function work() {
  const thread = new Thread();
  while (at < todo.length && performance.now() < endsAt) {
    const { number } = todo[at++];
    if (state.outcomes[number] !== undefined) continue;
    const tests = byMutation.get(number) ?? [];
    state.outcomes[number] = tests.length === 0 ? 'not reached' : 'survived';
    for (const test of tests.slice(0, mostTests)) {
      const { error } = await thread.run(test.number, number, 5_000 + 10 * test.time);
      if (error === undefined) continue;
      state.outcomes[number] = error === 'hangs' ? 'hangs' : `noticed by ${test.name}`;
      break;
    }
    if (at % 50 === 0) {
      save();
      console.log(`${at} of ${todo.length}`);
    }
  }
  await thread.end();
}
await Promise.all(Array.from({ length: jobs }, work));
save();

const results = todo
  .filter(({ number }) => state.outcomes[number] !== undefined)
  .map((mutation) => ({
    ...mutation,
    folder: mutation.path.replace(/\/[^/]*$/, ''),
    outcome: state.outcomes[mutation.number],
    isEquivalent: known.some(
      ({ becomes, path, was }) =>
        path === mutation.path && was === mutation.was && becomes === mutation.becomes,
    ),
  }));
for (const { becomes, isEquivalent, kind, line, outcome, path, was } of results)
  if ((outcome === 'survived' || outcome === 'not reached') && !isEquivalent)
    console.log(`${outcome}: ${path}:${line} ${kind}: ${was}  →  ${becomes}`);
printScores(results);
if (results.length < todo.length)
  console.log(`${todo.length - results.length} of ${todo.length} were not tried`);
process.exit(0);

/** Mutations that change nothing that anybody could see, each with the reason. */
function equivalents() {
  return JSON.parse(readFileSync(new URL('equivalent.json', import.meta.url), 'utf8'));
}
