// The native counts that test/upstream/run.mjs compares with; native.sh calls it in the folder of a native build:
//   native.mjs list UNIFIED   prints the programs that need nothing but libcrypto
//   native.mjs run UNIFIED    runs them, and evp_test over its files, and prints test/upstream/native.json
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { argv, env, exit, stderr } from 'node:process';
import { completed, okLines, skippedLines } from './counts.mjs';

const [, , command, unifiedFile] = argv;
const unified = JSON.parse(readFileSync(unifiedFile, 'utf8'));
const source = resolve(env.OPENSSL_SOURCE);

/** It computes on points of curves until somebody looks: minutes, for one line "ok". */
const TOO_SLOW = ['ecstresstest'];

const names = unified.programs
  .filter((name) => name.startsWith('test/'))
  .filter((name) => !(unified.depends[name] ?? []).some((file) => file.includes('libssl')))
  .map((name) => name.slice('test/'.length))
  .filter((name) => !TOO_SLOW.includes(name))
  .sort();

if (command === 'list') {
  console.log(names.join('\n'));
  exit();
}

/** Upstream's files of which a program is made, without those that are in a library. */
function sourcesOf(name) {
  return unified.sources[`test/${name}`]
    .flatMap((object) => unified.sources[object])
    .map((file) => relative(source, resolve(file)));
}

function run(name, args) {
  const started = Date.now();
  const options = {
    cwd: mkdtempSync(join(tmpdir(), 'upstream-')),
    env: { ...env, OPENSSL_TEST_RAND_SEED: '1' },
    maxBuffer: 1 << 28,
    timeout: 600_000,
  };
  return new Promise((done) => {
    const child = execFile(resolve('test', name), args, options, (error, out, err) => {
      done({
        status: error ? (error.code ?? error.signal) : 0,
        out,
        err,
        ms: Date.now() - started,
      });
    });
    child.stdin.end();
  });
}

/** `work` for each item, as many at once as there are processors; the results in order. */
async function each(items, work) {
  const results = [];
  const queue = items.entries();
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (const [at, item] of queue) {
      results[at] = await work(item);
      stderr.write(`${item}\n`);
    }
  });
  await Promise.all(workers);
  return results;
}

const programs = {};
const others = {};
const ran = await each(names, (name) => run(name, []));
for (const [at, { status, out }] of ran.entries()) {
  const name = names[at];
  const [ok, skipped] = [okLines(out), skippedLines(out)];
  if (status === 0 && (ok > 0 || ['asynctest', 'evp_test'].includes(name))) {
    programs[name] = { sources: sourcesOf(name), ok, ...(skipped > 0 && { skipped }) };
  } else if (name === 'evp_test') {
    programs[name] = { sources: sourcesOf(name) }; // it wants a file
  } else {
    others[name] =
      status === 0
        ? /# Skipped/i.test(out)
          ? 'skips itself'
          : 'prints no "ok"'
        : `ends with ${status}`;
  }
}

/** Milliseconds from which a file is started before the others. */
const SLOW = 3000;

const data = join(source, 'test/recipes/30-test_evp_data');
const files = readdirSync(data)
  .filter((file) => file.endsWith('.txt'))
  .sort();
const config = join(source, 'test/default-and-legacy.cnf');
const evp = {};
for (const [at, result] of (
  await each(files, (file) => run('evp_test', ['-config', config, join(data, file)]))
).entries()) {
  const counts = completed(result.out + result.err);
  if (result.status !== 0 || counts.errors !== 0)
    throw new Error(`${files[at]} fails natively:\n${result.err}`);
  evp[basename(files[at], '.txt')] = { ...counts, ...(result.ms > SLOW && { slow: true }) };
}

const version = readFileSync(join(source, 'VERSION.dat'), 'utf8');
const part = (name) => new RegExp(`^${name}=(\\d+)`, 'm').exec(version)[1];
console.log(
  JSON.stringify(
    {
      about: "What upstream's tests do natively; written by ./build.sh test --upstream-native.",
      openssl: `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}`,
      programs,
      'without arguments these do not test anything': others,
      evp,
    },
    undefined,
    2,
  ),
);
