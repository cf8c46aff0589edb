// A stage of `test --all` that hangs: it is ended with all that it has started, and counted by its name.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { alive, descendants, type Process } from '../support/processes.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'openssl-async-stages-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A program that hangs with two children, one of them in a process group of its own. */
const hang = `node -e '
  const { spawn } = require("node:child_process");
  for (const detached of [false, true]) spawn("sleep", ["1000"], { detached, stdio: "inherit" });
  console.log("it hangs");
  setInterval(() => {}, 1000);'`;

/** The functions of build.sh's parts, with these commands after them. */
function script(commands: string): string {
  return `set -euo pipefail
    PROJECT_DIR=${folder}
    . tools/build/ui.sh
    . tools/build/test.sh
    hang() { ${hang}; }
    passes() { printf 'some output\\n2 passed, 0 failed\\n'; }
    ${commands}`;
}

function environment(seconds: number): NodeJS.ProcessEnv {
  return { ...process.env, CI: '1', STAGE_SECONDS: `${seconds}` };
}

test('what hangs is a failure with its name, and the next stage has its turn', () => {
  const commands = `run_tallied 'a stage that hangs' hang
    counted 'a check that hangs' hang
    run_vitest 'tests that hang' ${folder}/none.json hang
    run_tallied 'a stage that passes' passes
    print_tally`;
  const text = execFileSync('bash', ['-c', script(commands)], {
    cwd: root,
    env: environment(1),
    encoding: 'utf8',
  });
  expect(text).toContain('it hangs');
  expect(text).toContain('FAILED: a stage that hangs: it was ended after 1 s');
  expect(text).toMatch(/==> a check that hangs\n +FAILED after .* \(its time was up\)/);
  expect(text).toContain('FAILED: tests that hang: it was ended after 1 s');
  expect(text).toMatch(/\n2 passed, 3 failed\n$/);
});

test('SIGTERM ends the stage that runs, and whom it has started', async () => {
  const commands = `run_tallied 'a stage that hangs' hang`;
  const child = spawn('bash', ['-c', script(commands)], { cwd: root, env: environment(1000) });
  let started: Process[] = [];
  while (started.filter(({ command }) => command.startsWith('sleep 1000 ')).length < 2) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    started = descendants(child.pid ?? 0);
  }
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(128 + 15);
  expect(alive(started)).toEqual([]);
});
