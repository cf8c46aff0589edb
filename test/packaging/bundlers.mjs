// Fresh projects that a bundler builds, and the package's own files in each kind of scope of a browser.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { copyFile, cp, mkdir, rm } from 'node:fs/promises';
import { outcomeOf } from './browser.mjs';
import { serve } from './server.mjs';
import { freePort, freshProject, run, versionOf, work } from './tools.mjs';

const DATA = new TextEncoder().encode('built by a bundler');

/** What `sign` and `signInPool` of app/sign.js gave, checked by Node's own crypto too. */
export function checkSignatures({ page, pool }) {
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

/** As they call themselves. */
const names = { vite: 'Vite', esbuild: 'esbuild', webpack: 'webpack', rollup: 'Rollup' };

/** A project whose build is a folder of files. */
export async function statically(name, { browser, tarball }) {
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
  const version = await versionOf(folder, name);
  return [{ tool: names[name], version, done: 'builds a page, which signs, and so does its pool' }];
}

/** Next.js: the page is in the browser, and a route handler signs on the server. */
export async function next({ browser, tarball }) {
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
  const version = await versionOf(folder, 'next');
  return [
    { tool: 'Next.js', version, done: 'the page signs, and so does a route handler on the server' },
  ];
}

/** Without a bundler: the package's own files in each kind of scope that a browser has. */
export async function scopes({ browser, tarball }) {
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
  const done = 'signs in a page, in dedicated, shared and service workers, and in an AudioWorklet';
  return [{ tool: 'Chromium, without a bundler', version: browser.version(), done }];
}
