// Installs the packed package into fresh projects, has each use it as its tool wants it, and signs with what came out.
//
//   node test/packaging/run.mjs [NAME]...    without names: all of them, and the table in the guide is written
//
// Prints a line for each project, the table of tools and 'N passed, N failed', and writes build/packaging/results.json.
import { writeFile } from 'node:fs/promises';
import { installPackages } from '../../tools/packages.mjs';
import { launch } from './browser.mjs';
import { next, scopes, statically } from './bundlers.mjs';
import { bun, deno, nodePrograms } from './programs.mjs';
import { jest, viteDev, vitest } from './development.mjs';
import { table, writePage } from './table.mjs';
import { checks, pack, work } from './tools.mjs';

const projects = {
  scopes,
  vite: (context) => statically('vite', context),
  esbuild: (context) => statically('esbuild', context),
  webpack: (context) => statically('webpack', context),
  rollup: (context) => statically('rollup', context),
  next,
  'vite-dev': viteDev,
  vitest,
  jest,
  node: nodePrograms,
  bun,
  deno,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(projects, name));
if (unknown !== undefined) {
  console.error(
    `error: there is no project ${unknown}; there are ${Object.keys(projects).join(', ')}`,
  );
  process.exit(1);
}

installPackages(checks);
const { tarball } = await pack();
const browser = await launch();
const results = [];
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(projects)) {
    const begin = performance.now();
    let error;
    let rows = [];
    try {
      rows = await projects[name]({ browser, tarball });
    } catch (thrown) {
      error = String(thrown.stack);
    }
    const seconds = (performance.now() - begin) / 1000;
    results.push({ name, passed: error === undefined, seconds, error, rows });
    console.log(
      `${error ? '✗' : '✓'} ${name}, ${seconds.toFixed(1)} s${error ? `\n${error}` : ''}`,
    );
  }
} finally {
  await browser.close();
}
await writeFile(`${work}results.json`, `${JSON.stringify(results, null, 2)}\n`);
const rows = results.flatMap((result) => result.rows);
console.log(`\n${table(rows)}`);
const failed = results.filter(({ passed }) => !passed).length;
if (wanted.length === 0 && failed === 0) await writePage(rows);
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
