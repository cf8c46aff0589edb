// Mutations of the TypeScript, by Stryker with its Vitest runner:
//
//   node tools/mutate/typescript.mjs [--jobs N] [--force] [FOLDER OR FILE BELOW src]...
//
// Each folder is tried with the suites that are about it, since a mutation costs a run of all the tests that reach it.
// What was found is kept beside the score; only what has changed since, in src or in the suites, is tried again.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { Command } from 'commander';
import { printScores } from './scores.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

/** By the beginning of a path: folders of test/conformance, and further files. The first that fits counts. */
const tests = [
  ['src/base', ['instance', 'waiting', 'runner', 'handles', 'primitives'], []],
  ['src/module', ['instance', 'faults', 'jobs'], []],
  ['src/handles', ['handles', 'c-shaped', 'held'], []],
  ['src/async/c-shaped', ['c-shaped'], []],
  ['src/async/waiting', ['waiting', 'c-shaped', 'runner'], []],
  ['src/async/runner', ['runner', 'waiting'], []],
  ['src/async', ['jobs', 'runner', 'waiting', 'c-shaped'], []],
  ['src/operator', ['handles', 'instance', 'primitives', 'secrets'], []],
  ['src/crypto/primitives', ['primitives', 'secrets'], []],
  ['src/crypto/keys', ['keys', 'held', 'secrets'], ['test/interop/key-formats.test.ts']],
  ['src/crypto/x509', ['x509', 'damaged'], ['test/interop/x509.test.ts']],
  [
    'src/crypto/cms',
    ['cms', 'handles'],
    ['test/interop/cms.test.ts', 'test/interop/smime.test.ts'],
  ],
  ['src/crypto', ['keys', 'x509', 'cms', 'primitives'], ['test/interop/*.test.ts']],
  ['src/adapters/http', [], ['test/adapters/http*.test.ts']],
  ['src/adapters/pkcs11', [], ['test/adapters/pkcs11*.test.ts']],
  ['src/adapters/webcrypto', ['secrets'], ['test/adapters/webcrypto*.test.ts']],
  ['src/workers', [], ['test/workers/pool-faults.test.ts']],
  ['src', ['instance', 'jobs', 'runner'], []],
];

const command = new Command()
  .name('npm run mutate -- src')
  .description(
    'Tries small faults in the TypeScript, and tells which the suites about it do not notice.',
  )
  .argument('<paths...>', 'folders or files below src')
  .option('--jobs <count>', 'test runners at once', (text) => Number(text), 1)
  .option('--force', 'forgets what was found before')
  .parse();
const { force = false, jobs } = command.opts();

/** The outcomes as the scores count them. Stryker's words: a mutation that hangs, or that no test reaches. */
const outcomes = { Survived: 'survived', NoCoverage: 'not reached' };
const ignored = ['Ignored', 'CompileError', 'RuntimeError', 'Pending'];

const results = [];
for (const path of command.args) {
  const [, suites, files] = tests.find(([start]) => path.startsWith(start)) ?? [];
  if (!suites || !existsSync(path)) throw new Error(`There is nothing at ${path} to be mutated`);
  process.env.MUTATE_SUITES = suites.join(',');
  process.env.MUTATE_TESTS = [
    ...(suites.length > 0 ? ['tools/mutate/suites.test.ts'] : []),
    ...files,
  ].join(',');
  const folder = `build/mutate/${path.replace(/\W+/g, '-')}`;
  mkdirSync(folder, { recursive: true });
  const stryker = new Stryker({
    mutate: [path.endsWith('.ts') ? path : `${path}/**/*.ts`, '!src/module/generated/**'],
    testRunner: 'vitest',
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
    vitest: { configFile: 'tools/mutate/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    incremental: true,
    incrementalFile: `${folder}/incremental.json`,
    force,
    concurrency: jobs,
    // nothing of the project but what the suites read
    ignorePatterns: [
      '**',
      '!src/**',
      '!test/**',
      '!examples/**',
      '!tools/**',
      '!build/test/*.wasm',
      '!build/check/**',
      '!dist/**',
      '!package.json',
      '!tsconfig.json',
      'tools/mutate/node_modules/**',
      'test/**/node_modules/**',
    ],
    tempDirName: 'build/mutate/sandbox',
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${folder}/report.json` },
    timeoutMS: 5_000,
    dryRunTimeoutMinutes: 30,
    warnings: { slow: false },
  });
  await stryker.runMutationTest();
  const { files: mutated } = JSON.parse(readFileSync(`${folder}/report.json`, 'utf8'));
  for (const [file, { mutants, source }] of Object.entries(mutated))
    for (const { location, mutatorName, replacement, status, statusReason } of mutants) {
      if (ignored.includes(status)) continue;
      const outcome = outcomes[status] ?? 'noticed';
      results.push({ folder: file.replace(/\/[^/]*$/, ''), outcome, isEquivalent: false });
      if (outcome === 'noticed') continue;
      const { end, start } = location;
      const line = source.split('\n')[start.line - 1] ?? '';
      const was = line.slice(
        start.column - 1,
        start.line === end.line ? end.column - 1 : undefined,
      );
      const becomes = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 80);
      console.log(
        `${outcome}: ${file}:${start.line} ${mutatorName}: ${was}  →  ${becomes} ${statusReason ?? ''}`,
      );
    }
}
printScores(results);
