// npm run matrix: every algorithm, caller and kind of holder, each result confirmed by others. See matrix.ts.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { program } from 'commander';
import pLimit from 'p-limit';
import { NEWEST_NODE } from '../../bench/packages.mjs';
import { Matrix, type Plan, plans, type Row } from './matrix.js';
import { tables, tally } from './report.js';

/** The openssl command is a process each time: more at once than processors only wait for each other. */
const AT_ONCE = 2;

program
  .name('npm run matrix --')
  .description(
    'Each algorithm with each caller and each kind of holder: the holder is to be asked exactly once, and the result is ' +
      'to be confirmed by the openssl command and by Node. Exits with 1 if any cell fails.',
  )
  .option('--only <text>', 'only the rows with this in the name of the algorithm or the holder')
  .option('--json <file>', 'where all of it is written for machines', 'build/matrix.json')
  .parse();
const { json, only = '' } = program.opts<{ json: string; only?: string }>();

const start = performance.now();
await using matrix = await Matrix.create();
const limit = pLimit(AT_ONCE);

function run(all: readonly Plan[]): Promise<Row[]> {
  const wanted = all.filter(({ algorithm, kind }) =>
    `${algorithm.name}\n${kind.name}`.includes(only),
  );
  return limit.map(wanted, (plan) => matrix.run(plan));
}

const [signatures, decryptions, derivations] = await Promise.all([
  run(plans.signatures),
  run(plans.decryptions),
  run(plans.derivations),
]);
const { failed, text } = tally([...signatures, ...decryptions, ...derivations]);
const versionOf = (command: string, argument: string): string =>
  execFileSync(command, [argument], { encoding: 'utf8' }).trim();
const versions = {
  node: process.version,
  newestNode: existsSync(NEWEST_NODE) ? versionOf(NEWEST_NODE, '--version') : null,
  openssl: versionOf('build/check/openssl', 'version'),
};
const result = { versions, failed, signatures, decryptions, derivations };
writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);

console.log(tables([signatures, decryptions, derivations]));
console.log(`\n${text}; ${((performance.now() - start) / 1000).toFixed(1)} s`);
console.log(Object.values(versions).filter(Boolean).join(', '));
process.exitCode = failed === 0 ? 0 : 1;
