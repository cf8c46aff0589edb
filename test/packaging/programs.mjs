// Programs without a browser: CommonJS, TypeScript, bundles of one file, executables.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from '../../tools/packages.mjs';
import { folder as runtimes, program } from '../runtimes/npm/packages.mjs';
import { outcomeOf } from './browser.mjs';
import { serve } from './server.mjs';
import { freshProject, run, versionOf } from './tools.mjs';

const OPENSSL = /^OpenSSL 3\.5\.\d+ /;

/** Runs a program in a folder where nothing else is. */
async function alone(file, command) {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-async-alone-'));
  try {
    await copyFile(file, join(folder, 'program.cjs'));
    const [executable, ...args] = command(join(folder, 'program.cjs'));
    return (await run(executable, args, { cwd: folder })).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What Node runs: `require`, tsx, bundles in CommonJS. */
export async function nodePrograms({ browser, tarball }) {
  const folder = await freshProject('node', tarball);
  installPackages(runtimes);
  const node = async (executable, ...args) => (await run(executable, args, { cwd: folder })).stdout;

  const versions = [];
  for (const name of ['node-20', 'node-22', 'node-24', 'node-26']) {
    const executable = program(`${name}/bin/node`);
    assert.match(await node(executable, 'require.cjs'), OPENSSL, name);
    const loaded = JSON.parse(await node(executable, 'loaded.mjs'));
    const needless = loaded.filter((module) => /undici/.test(module));
    assert.deepEqual(needless, [], `${name} loads its fetch`);
    versions.push((await node(executable, '--version')).trim().slice(1));
  }

  for (const file of ['program.ts', 'program.mts'])
    assert.match(await node(process.execPath, 'node_modules/tsx/dist/cli.mjs', file), OPENSSL);

  await node(process.execPath, 'bundle.mjs');
  const out = `${folder}out/`;
  const inOne = await alone(`${out}one-file.cjs`, (file) => [process.execPath, file]);
  assert.match(inOne, /^OpenSSL 3\.5\..* true\n$/);
  assert.match(await node(process.execPath, `${out}beside.cjs`), OPENSSL);

  const server = await serve(`${out}page`);
  try {
    const { complaints, outcome } = await outcomeOf(browser, server.url);
    assert.deepEqual(complaints, []);
    assert.match(outcome, OPENSSL);
  } finally {
    server.stop();
  }

  const esbuild = await versionOf(folder, 'esbuild');
  return [
    {
      tool: 'Node',
      version: versions.join(', '),
      done: '`require(…)` of the package, in CommonJS',
    },
    {
      tool: 'tsx',
      version: await versionOf(folder, 'tsx'),
      done: 'TypeScript as CommonJS and as an ES module',
    },
    {
      tool: 'esbuild',
      version: esbuild,
      done: 'a program in CommonJS: in one file with `openssl-async/inline`, and with the module beside it',
    },
    {
      tool: 'esbuild',
      version: esbuild,
      done: 'a page with one script, which is no ES module, with `openssl-async/inline`',
    },
  ];
}

/** An executable in one file, started where nothing else is. */
export async function bun({ tarball }) {
  const folder = await freshProject('node', tarball);
  installPackages(runtimes);
  const executable = program('@oven/bun-linux-x64-baseline/bin/bun');
  const file = `${folder}out/program`;
  await run(executable, ['build', '--compile', 'one-file.js', `--outfile=${file}`], {
    cwd: folder,
  });
  assert.match(await alone(file, (copy) => [copy]), /^OpenSSL 3\.5\..* true\n$/);
  await rm(file); // 100 MB
  const { stdout } = await run(executable, ['--version']);
  const done = '`bun build --compile`: an executable in one file, with `openssl-async/inline`';
  return [{ tool: 'Bun', version: stdout.trim(), done }];
}

/** `deno compile` fetches its runtime from elsewhere than npm, so only `deno run` is tried. */
export async function deno({ tarball }) {
  const folder = await freshProject('node', tarball);
  installPackages(runtimes);
  const executable = program('@deno/linux-x64-glibc/deno');
  const rights = ['--allow-read', '--node-modules-dir=manual', '--no-prompt'];
  for (const file of ['one-file.js', 'program.mts']) {
    const { stdout } = await run(executable, ['run', ...rights, file], { cwd: folder });
    assert.match(stdout, OPENSSL, file);
  }
  const { stdout } = await run(executable, ['--version']);
  const version = /^deno (\S+)/.exec(stdout)?.[1];
  return [
    {
      tool: 'Deno',
      version,
      done: '`deno run --allow-read`, the module beside the code and in it',
    },
  ];
}
