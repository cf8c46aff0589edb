// Runs the conformance suites in runtimes, one after another, and writes what came out. build.sh calls this once
// everything is built and installed.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { bundleSuites, files, suiteNames } from './bundle.mjs';
import { installPackages } from './npm/packages.mjs';
import { collect } from './collect.mjs';
import { runtimes } from './runtimes.mjs';

const names = Object.keys(runtimes);

const program = new Command('runtimes')
  .description('Runs the conformance suites in other runtimes.')
  .argument('[runtime...]', `which: ${names.join(', ')}`, names)
  .option(
    '--suite <name>',
    'only this suite (may be given more than once)',
    (name, before = []) => [...before, name],
  )
  .addOption(
    new Option('--scale <part>', 'part of the repetitions of long tests')
      .default(1)
      .argParser(Number),
  )
  .option('--results <file>', 'where the results go, as JSON', 'build/test/runtimes/results.json')
  .parse();

const { results: file, scale, suite: suites } = program.opts();
const wanted = program.args.length > 0 ? program.args : names;
for (const name of wanted)
  if (!runtimes[name])
    program.error(`error: there is no runtime ${name}; there are ${names.join(', ')}`);

await mkdir('build/test/runtimes', { recursive: true });
await bundleSuites();
const all = await suiteNames();
const results = [];
for (const name of wanted) {
  const runtime = runtimes[name];
  console.log(`==> suites in ${name}`);
  let version = '';
  let result;
  const options = { scale, runtime: runtime.differs ?? {}, ...(suites && { suites }) };
  try {
    if (runtime.npm) installPackages();
    const [command, ...args] = runtime.version();
    version = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n')[0];
    result = await collect((signal) => runtime.events({ files, options, signal, suites: all }));
  } catch (error) {
    result = { tests: [], failure: `it could not be started: ${error.message}` };
  }
  const { failure, tests } = result;
  const failed = tests.filter(({ error }) => error !== undefined);
  for (const { error, suite, test } of failed)
    console.log(`    FAILED ${name} > ${suite} > ${test}\n${error.replace(/^/gm, '        ')}`);
  if (failure) console.log(`    FAILED ${name}: ${failure.replace(/\n/g, '\n        ')}`);
  const seconds = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  console.log(
    `    ${version}: ${tests.length - failed.length} passed, ${failed.length + (failure ? 1 : 0)} failed in ${seconds.toFixed(1)} s`,
  );
  results.push({ runtime: name, version, scale, tests, ...(failure && { failure }) });
}
await writeFile(file, JSON.stringify(results));
if (results.some(({ failure, tests }) => failure || tests.some(({ error }) => error)))
  process.exitCode = 1;
