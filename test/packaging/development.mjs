// Tools that people develop with: a development server moves code about, and test runners have realms of their own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { installPackages } from '../../tools/packages.mjs';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.mjs';
import { folder as runtimes, program } from '../runtimes/npm/packages.mjs';
import { outcomeOf } from './browser.mjs';
import { checkSignatures } from './bundlers.mjs';
import { freePort, freshProject, run, versionOf } from './tools.mjs';

/** Vite's development server, the first time and once more with what it has kept of the package. */
export async function viteDev({ browser, tarball }) {
  const folder = await freshProject('vite-dev', tarball);
  await writeFile(`${folder}page/favicon.ico`, '');
  const rows = [];
  for (const name of ['vite-5', 'vite-6', 'vite-7', 'vite-8']) {
    await rm(`${folder}node_modules/.vite`, { recursive: true, force: true });
    const port = await freePort();
    const args = ['page', '--host', '127.0.0.1', '--port', `${port}`, '--strictPort'];
    const server = spawn(process.execPath, [`node_modules/${name}/bin/vite.js`, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await new Promise((ready, failed) => {
        server.once('exit', (code) => failed(new Error(`${name} ended with ${code}`)));
        server.stdout.on('data', (text) => {
          if (/Local/.test(text)) ready();
        });
      });
      for (const time of ['first', 'second']) {
        const { complaints, outcome } = await outcomeOf(browser, `http://127.0.0.1:${port}/`);
        assert.deepEqual(complaints, [], `${name}, ${time} time`);
        const { held, page, pool, worker } = outcome;
        checkSignatures({ page, pool });
        assert.deepEqual({ held, worker }, { held: true, worker: true }, `${name}, ${time} time`);
      }
    } finally {
      server.kill();
    }
    const version = await versionOf(folder, name);
    const done =
      'development server: a page, a worker, a pool and a held key sign, without configuration';
    rows.push({ tool: 'Vite', version, done });
  }
  return rows;
}

/** The same tests in Node, in jsdom and in Chromium. */
export async function vitest({ tarball }) {
  const folder = await freshProject('vitest', tarball);
  const env = {
    ...process.env,
    CHROMIUM: findChromium(),
    CHROMIUM_FLAGS: CHROMIUM_FLAGS.join(' '),
  };
  const { stdout } = await run('npx', ['vitest', 'run', '--reporter=json'], { cwd: folder, env });
  const { numFailedTests, numPassedTests } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  assert.deepEqual({ numFailedTests, numPassedTests }, { numFailedTests: 0, numPassedTests: 6 });
  const version = await versionOf(folder, 'vitest');
  return [
    {
      tool: 'Vitest',
      version,
      done: 'tests in Node, in jsdom and in Chromium, without configuration',
    },
  ];
}

/** ES modules in Node and in jsdom; CommonJS by a transform, and by Node's own `require` where Jest has it. */
export async function jest({ tarball }) {
  const folder = await freshProject('jest', tarball);
  installPackages(runtimes);
  const program26 = program('node-26/bin/node');
  const modules = ['--experimental-vm-modules'];
  const times = [
    { config: 'esm/jest.config.js', flags: modules },
    { config: 'esm/jest.config.js', flags: modules, more: ['--env=jsdom'] },
    { config: 'cjs/jest.config.js', flags: [] },
    { config: 'plain/jest.config.js', flags: modules, node: program26 },
  ];
  for (const { config, flags, more = [], node = process.execPath } of times) {
    const args = [...flags, 'node_modules/jest/bin/jest.js', '-c', config, '--json', ...more];
    const { stdout } = await run(node, args, { cwd: folder });
    const { numFailedTests, numPassedTests } = JSON.parse(stdout);
    const passed = { numFailedTests: 0, numPassedTests: 1 };
    assert.deepEqual({ numFailedTests, numPassedTests }, passed, `${config} ${more}`);
  }
  const version = await versionOf(folder, 'jest');
  return [
    {
      tool: 'Jest',
      version,
      done: 'ES modules, in Node and in jsdom, with `--experimental-vm-modules`',
    },
    { tool: 'Jest', version, done: 'CommonJS, with a transform; without one on Node 26' },
  ];
}
