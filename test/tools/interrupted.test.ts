// SIGTERM, as CI sends it when a run is cancelled: to build.sh alone, and not to whom it has started.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alive, descendants, type Process } from '../support/processes.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let work: string;
let project: string;
let temporary: string;

/** The project in another folder, without what was built. */
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'openssl-async-interrupted-'));
  project = join(work, 'project');
  temporary = join(work, 'tmp');
  mkdirSync(temporary);
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  for (const file of files.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    cpSync(join(root, file), join(project, file), { force: false, errorOnExist: false });
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
});

afterAll(() => {
  rmSync(work, { recursive: true });
});

/** Starts a build; calls back with what it prints. */
function build(onOutput: (text: string) => void): ChildProcess & { pid: number } {
  const env = { ...process.env, CI: '1', TMPDIR: temporary };
  const child = spawn('bash', ['build.sh', 'build', '--library'], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      onOutput((text += String(data)));
    });
  return child as ChildProcess & { pid: number };
}

/** Resolves once it is so; the test's own limit is the only one. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function terminated(child: ChildProcess & { pid: number }): Promise<Process[]> {
  const started = descendants(child.pid);
  expect(started.length).toBeGreaterThan(0);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(128 + 15);
  return alive(started);
}

test('a build that gets SIGTERM leaves no process and no file, and neither does one that waits for it', async () => {
  let text = '';
  const first = build((all) => (text = all));
  const ended = once(first, 'exit').then(() => true);
  const compiles = (): boolean =>
    text.includes('==> wasm module (ship)') &&
    descendants(first.pid).some(({ command }) => command.includes('emcc'));
  await Promise.race([until(compiles), ended]);
  expect(text).toContain('==> wasm module (ship)');

  let more = '';
  const second = build((all) => (more = all));
  await until(() => more.includes('another run is building in this folder'));
  await until(() => descendants(second.pid).some(({ command }) => command.startsWith('flock')));
  expect(await terminated(second)).toEqual([]);
  expect(more).toContain('stopped by SIGTERM');

  expect(await terminated(first)).toEqual([]);
  expect(text).toContain('stopped by SIGTERM');
  expect(readdirSync(temporary)).toEqual([]);
});
