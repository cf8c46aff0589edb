// Runs upstream's tests on the objects that ship, side by side in processes, and compares with what they do natively.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { markdownTable } from 'markdown-table';
import pLimit from 'p-limit';
import { allCases, exceptions, missing, native } from './cases.mjs';

process.chdir(fileURLToPath(new URL('../../', import.meta.url)));

const command = new Command('upstream')
  .description("Runs OpenSSL's own tests, as ./build.sh test --upstream has built them.")
  .argument(
    '[case...]',
    'only these, with all that they print: evp/FILE, paused/FILE, program/NAME',
  )
  .option('--jobs <count>', 'processes at once', Number, availableParallelism())
  .option('--seed <number>', "of the tests' random numbers", '1')
  .parse();

const { jobs, seed } = command.opts();
const wanted = new Set(command.processedArgs[0]);
const cases = allCases().filter(({ id }) => wanted.size === 0 || wanted.has(id));
if (cases.length < wanted.size) command.error('error: no such case');
if (missing()) command.error(`error: ${missing()}`);

/** Nothing here takes as long; what hangs is ended. */
const PATIENCE = 20 * 60_000;

function run({ args, paused, program }) {
  const folder = mkdtempSync(join(tmpdir(), 'upstream-'));

  const env = { ...process.env, PAUSE: paused ? '1' : '', OPENSSL_TEST_RAND_SEED: seed };
  const host = fileURLToPath(new URL('host.mjs', import.meta.url));
  // into a file: C that writes to a full pipe would be told EAGAIN, and drop the rest
  const log = join(folder, 'output');
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, [host, program, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', file, file],
    timeout: PATIENCE,
  });
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      const output = readFileSync(log, 'utf8');
      closeSync(file);
      rmSync(folder, { recursive: true });
      done({ status: code ?? signal, output });
    });
  });
}

const started = performance.now();
const results = new Map();
let failed = 0;

async function runCase(one) {
  const start = performance.now();
  const { output, status } = await run(one);
  const { counts = {}, problems } = one.judge({ output });
  if (status !== 0) problems.push(`it ends with ${status}`);
  results.set(one.id, { counts, seconds: (performance.now() - start) / 1000 });
  if (wanted.size > 0) console.log(output);
  if (problems.length > 0) {
    failed++;
    console.log(`    FAILED ${one.id}: ${problems.join('; ')}`);
    console.log(`           node test/upstream/run.mjs --seed ${seed} ${one.id}`);
  }
}

const say = () => {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`    ${results.size} of ${cases.length} in ${seconds} s, ${failed} failed`);
};
const saying = setInterval(say, 20_000);
await pLimit(jobs).map(cases, runCase);
clearInterval(saying);

if (wanted.size === 0) showTables();
for (const line of exceptions) console.log(`    agreed: ${line}`);
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function showTables() {
  const time = ({ seconds }) => `${seconds.toFixed(1)} s`;
  const two = ({ run = '-', skipped = '-' }) => [`${run}`, `${skipped}`];
  const rows = Object.keys(native.evp).map((name) => {
    const plain = results.get(`evp/${name}`);
    const paused = results.get(`paused/${name}`);
    return [
      [
        name,
        ...two(native.evp[name]),
        ...two(plain.counts),
        ...two(paused.counts),
        `${paused.counts.pauses ?? '-'}`,
      ],
      [time(plain), time(paused)],
    ].flat();
  });
  const sums = rows[0].map(
    (_, at) => `${rows.reduce((sum, row) => sum + (parseFloat(row[at]) || 0), 0)}`,
  );
  sums[0] = `${rows.length} files`;
  const head = [
    'evp_test',
    'natively',
    'skipped',
    'here',
    'skipped',
    'in jobs',
    'skipped',
    'pauses',
    'time',
    'in jobs',
  ];
  sums.splice(-2, 2, ...sums.slice(-2).map((sum) => `${Number(sum).toFixed(0)} s`));
  const align = head.map((_, at) => (at === 0 ? 'l' : 'r'));
  console.log(`\n${markdownTable([head, ...rows, sums], { align })}\n`);

  const programs = Object.entries(native.programs).filter(([name]) => name !== 'evp_test');
  const lines = programs.map(([name, { ok }]) => {
    const result = results.get(`program/${name}`);
    return [name, `${ok}`, `${result.counts.ok}`, time(result)];
  });
  const total = (at) => `${lines.reduce((sum, line) => sum + Number(line[at]), 0)}`;
  const titles = ['program', '"ok" natively', 'here', 'time'];
  lines.push([`${lines.length} programs`, total(1), total(2), '']);
  console.log(`${markdownTable([titles, ...lines], { align: ['l', 'r', 'r', 'r'] })}\n`);
}
