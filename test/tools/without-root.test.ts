// A host without the tools that unpack the toolchain, for who is not root: what would do is named.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = mkdtempSync(join(tmpdir(), 'openssl-async-bin-'));
afterAll(() => {
  rmSync(bin, { recursive: true });
});
for (const name of ['bash', 'grep', 'paste', 'sed', 'mkdir', 'true'])
  symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), join(bin, name));
const failing = { mode: 0o755 };
writeFileSync(join(bin, 'apt-get'), '#!/bin/bash\nexit 1\n', failing);

const versions = readFileSync(`${root}tools/build/emcc-versions`, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** Has the tools found that are needed, by somebody who is or is not root, with these names on the PATH beside the usual. */
function ensure(isRoot: boolean, ci: boolean): { status: number | null; stderr: string } {
  const script = `set -euo pipefail
    PROJECT_DIR=$PWD ASSUME_YES=0 CACHE_DIR=/nonexistent
    . tools/build/ui.sh
    . tools/build/host.sh
    . tools/build/toolchain.sh
    is_root() { ${isRoot ? 'true' : 'false'}; }
    ensure_unpacking_tools`;
  return spawnSync(join(bin, 'bash'), ['-c', script], {
    cwd: root,
    env: { ...process.env, PATH: bin, CI: ci ? '1' : '' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test.each([
  ['who is not root and has no sudo', false, true, 'Have an administrator run:  apt-get install'],
  ['who has no terminal to be asked at', true, false, 'There is no terminal to ask at'],
  ['whose apt-get fails', true, true, 'apt-get could not install'],
])('%s is told the versions of emcc that would do', (_, isRoot, ci, message) => {
  const { status, stderr } = ensure(isRoot, ci);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(versions.length).toBeGreaterThan(0);
  for (const version of versions) expect(stderr).toContain(version);
});
