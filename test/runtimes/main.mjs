// Runs the conformance suites in runtimes, one on each core, and shows what came out; the last line is 'N passed, N
// failed'. build.sh calls this when everything is built and the browsers are installed.
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import limit from 'p-limit';
import { installPackages } from '../../tools/packages.mjs';
import { bundleSuites, declaredTests } from './bundle.mjs';
import { fromVitest } from './from-vitest.mjs';
import { folder } from './npm/packages.mjs';
import { runIn } from './run-in.mjs';
import { runtimes } from './runtimes.mjs';
import { page, tables, tally } from './table.mjs';

const names = Object.keys(runtimes);

const program = new Command('runtimes')
  .description('Runs the conformance suites in other runtimes than this one.')
  .argument('[runtime...]', `which: ${names.join(', ')}`, names)
  .option(
    '--suite <name...>',
    'only these suites: a folder of test/conformance, or one file of it, such as jobs/job-pool',
  )
  .option(
    '--scale <part>',
    'part of the repetitions of long tests, above 0 and at most 1',
    Number,
    1,
  )
  .option('--jobs <number>', 'how many runtimes at once', Number, availableParallelism())
  .option('--verbose', 'each test with its time')
  .option('--vitest <file>', "Vitest's results, which go into the table as this Node's")
  .option('--page <file>', 'where the table goes, as a page')
  .parse();

const { jobs, page: pageFile, scale, suite, verbose, vitest } = program.opts();
const wanted = program.processedArgs[0];
const unknown = wanted.filter((name) => !runtimes[name]);
if (unknown.length > 0) program.error(`error: no such runtime: ${unknown.join(', ')}`);
if (!(scale > 0 && scale <= 1)) program.error('error: --scale must be above 0 and at most 1');
if (!(Number.isInteger(jobs) && jobs > 0)) program.error('error: --jobs must be a number, from 1');

await bundleSuites();
const isAsked = (name) => suite?.some((one) => name === one || name.startsWith(`${one}/`)) ?? true;
const declared = (await declaredTests()).filter((one) => isAsked(one.suite));
if (declared.length === 0) program.error('error: no such suite');

if (wanted.some((name) => runtimes[name].npm)) installPackages(folder);
const results = await limit(jobs).map(wanted, async (name) => {
  const tell = ({ milliseconds, suite, test }) => {
    if (verbose) console.log(`    ${name}: ${milliseconds} ms  ${suite} > ${test}`);
  };
  const result = await runIn(name, { declared, scale, tell });
  show(result);
  return result;
});
const { failed, passed } = tally(results);
const shown = [...(vitest ? [await fromVitest(vitest)] : []), ...results];
const { overview, suites } = tables(shown);
console.log(`\n${overview}\n\n${suites}\n`);
if (pageFile && failed === 0) await writeFile(pageFile, page(shown));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function show(result) {
  const { failures, runtime, tests, version } = result;
  const { failed, passed, seconds } = tally([result]);
  for (const { error, suite, test } of tests)
    if (error !== undefined)
      console.log(indented(`FAILED ${runtime} > ${suite} > ${test}\n${error}`));
  for (const failure of failures) console.log(indented(`FAILED ${runtime}: ${failure}`));
  console.log(
    `    ${runtime} (${version}): ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s`,
  );
}

function indented(text) {
  return `    ${text.replace(/\n/g, '\n        ')}`;
}
