// Installs the packed package into fresh projects, has each build it, and signs in a browser with what came out.
//
//   node test/packaging/run.mjs [NAME]...    without names: all of them
//
// Prints a line for each project and 'N passed, N failed', and writes build/packaging/results.json.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { installPackages } from '../../tools/packages.mjs';
import { launch, outcomeOf } from './browser.mjs';
import { serve } from './server.mjs';
import { checks, freshProject, pack, run, work } from './tools.mjs';

const DATA = new TextEncoder().encode('built by a bundler');

/** What `sign` and `signInPool` of app/sign.js gave, checked by Node's own crypto too. */
function checkSignatures({ page, pool }) {
  assert.match(page.version, /^OpenSSL 3\.5\./);
  assert.equal(page.isValid, true);
  const key = createPublicKey(page.publicKey);
  assert.ok(verify('sha256', DATA, key, Uint8Array.from(page.signature)), 'by Node');
  assert.deepEqual(pool, { isValid: true, isOurError: true, hasProgress: true });
}

function checkPage({ complaints, headers, outcome }) {
  assert.deepEqual(complaints, []);
  assert.match(headers['content-security-policy'], /script-src 'self'.* 'wasm-unsafe-eval'/);
  assert.doesNotMatch(headers['content-security-policy'], /'unsafe-eval'/);
  for (const header of ['cross-origin-opener-policy', 'cross-origin-embedder-policy'])
    assert.equal(headers[header], undefined);
  assert.equal(outcome.crossOriginIsolated, false);
  checkSignatures(outcome);
}

/** A project whose build is a folder of files. */
async function statically(name, { browser, tarball }) {
  const folder = await freshProject(name, tarball);
  await run('npm', ['run', '--silent', 'build'], { cwd: folder });
  if (['rollup', 'webpack'].includes(name))
    // these two bundle scripts only
    await copyFile(`${folder}src/index.html`, `${folder}out/index.html`);
  const server = await serve(`${folder}out`);
  try {
    checkPage(await outcomeOf(browser, server.url));
  } finally {
    server.stop();
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Next.js: the page is in the browser, and a route handler signs on the server. */
async function next({ browser, tarball }) {
  const folder = await freshProject('next', tarball);
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  await run('npm', ['run', '--silent', 'build'], { cwd: folder, env });
  const port = await freePort();
  const bin = `${folder}node_modules/next/dist/bin/next`;
  const server = spawn(process.execPath, [bin, 'start', '-H', '127.0.0.1', '-p', `${port}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise((ready, failed) => {
      server.once('exit', (code) => failed(new Error(`next start ended with ${code}`)));
      server.stdout.on('data', (text) => {
        if (/Ready/.test(text)) ready();
      });
    });
    const url = `http://127.0.0.1:${port}/`;
    const answer = await fetch(`${url}api/sign`);
    assert.equal(answer.status, 200, 'on the server');
    checkSignatures(await answer.json());
    checkPage(await outcomeOf(browser, url));
  } finally {
    server.kill();
  }
}

/** Without a bundler: the package's own files in each kind of scope that a browser has. */
async function scopes({ browser, tarball }) {
  const folder = `${work}scopes/`;
  await rm(folder, { recursive: true, force: true });
  await cp(new URL('scopes', import.meta.url), folder, { recursive: true });
  await copyFile(new URL('app/index.html', import.meta.url), `${folder}index.html`);
  await copyFile(new URL('bare-scope/missing.js', import.meta.url), `${folder}audio-scope.js`);
  await mkdir(`${folder}openssl-async`);
  const into = ['--strip-components=2', '-C', `${folder}openssl-async`, 'package/dist'];
  await run('tar', ['-xzf', tarball, ...into]);
  const server = await serve(folder);
  try {
    const { complaints, outcome } = await outcomeOf(browser, server.url);
    const done = { isValid: true, pauses: 3, hasWindow: false };
    assert.deepEqual(outcome, {
      crossOriginIsolated: false,
      dedicated: done,
      shared: done,
      service: done,
      given: done,
      audio: { isValid: true, missing: ['window', 'fetch', 'URL', 'setTimeout'] },
      cancelled: { code: 'aborted', length: 32, workers: 1 },
      replaced: { code: 'dead', length: 32, made: 2 },
    });
    assert.deepEqual(
      complaints.filter((text) => !text.includes('This worker dies')),
      [],
    );
  } finally {
    server.stop();
  }
}

const projects = {
  scopes,
  vite: (context) => statically('vite', context),
  esbuild: (context) => statically('esbuild', context),
  webpack: (context) => statically('webpack', context),
  rollup: (context) => statically('rollup', context),
  next,
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
    try {
      await projects[name]({ browser, tarball });
    } catch (thrown) {
      error = String(thrown.stack);
    }
    const seconds = (performance.now() - begin) / 1000;
    results.push({ name, passed: error === undefined, seconds, error });
    console.log(
      `${error ? '✗' : '✓'} ${name}, ${seconds.toFixed(1)} s${error ? `\n${error}` : ''}`,
    );
  }
} finally {
  await browser.close();
}
await writeFile(`${work}results.json`, `${JSON.stringify(results, null, 2)}\n`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
