// Which source is taken: the tested pin with its fixes, or the next where that can't be had; and that its fixes are applied.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOpenSSL } from '../../src/index.js';
import { readPin, readPins } from '../../tools/openssl-pin.mjs';

/** A project with two small releases of its own: 1.0.1 with a fix, which is the tested pin, and 1.0.2. */
let folder: string;
let project: string;
let mirror: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openssl-pin-'));
  project = join(folder, 'project');
  mirror = join(folder, 'mirror');
  mkdirSync(mirror);
  for (const part of ['tools/build', 'openssl-src'])
    cpSync(part, join(project, part), { recursive: true });
  pin('1.0.1', release('1.0.1', 'broken\n'), fixes('-broken\n+mended\n'));
  pin('1.0.2', release('1.0.2', 'mended upstream\n'));
  const list = join(project, 'openssl-src/pin.sh');
  writeFileSync(
    list,
    readFileSync(list, 'utf8').replace(/^OPENSSL_PINS=.*$/m, 'OPENSSL_PINS=(1.0.1 1.0.2)'),
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** An archive in the mirror, under a name that says nothing. Gives its path. */
function archive(name: string, files: Record<string, string>, compression: string): string {
  const from = join(folder, 'packing');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(from, path, '..'), { recursive: true });
    writeFileSync(join(from, path), text);
  }
  const [top = ''] = Object.keys(files)[0]?.split('/') ?? [];
  const to = join(mirror, name);
  execFileSync('tar', [compression, '-cf', to, '--mtime=@1700000000', '-C', from, top]);
  rmSync(from, { recursive: true });
  return to;
}

function release(version: string, text: string): string {
  return archive(`a-${version}`, { [`openssl-${version}/part.c`]: text }, '-z');
}

function fixes(change: string): string {
  const patch = `--- a/part.c\n+++ b/part.c\n@@ -1 +1 @@\n${change}`;
  const packaging = '--- a/part.c\n+++ b/part.c\n@@ -1 +1 @@\n-broken\n+packaged\n';
  return archive(
    'b',
    { 'debian/patches/mend.patch': patch, 'debian/patches/packaging.patch': packaging },
    '-J',
  );
}

function pin(version: string, tarball: string, patches?: string): void {
  const lines = [`OPENSSL_VERSION=${version}`, `OPENSSL_SHA256=${sha256(tarball)}`];
  if (patches !== undefined)
    lines.push(
      'OPENSSL_FIXES_DEBIAN=1.0.1-1',
      `OPENSSL_FIXES_SHA256=${sha256(patches)}`,
      "OPENSSL_FIXES=(\n  'mend.patch CVE-2026-10000 CVE-2026-9999'\n)",
    );
  writeFileSync(join(project, `openssl-src/pins/${version}.sh`), `${lines.join('\n')}\n`);
}

/** What build.sh does to have the source; `then` is a command after that. */
function ensureSource(
  then: string,
  env: Record<string, string> = {},
): { status: number | null; output: string } {
  const parts = [
    'tools/build/ui.sh',
    'tools/build/cache.sh',
    'tools/build/host.sh',
    'tools/build/toolchain.sh',
  ];
  const ours = [
    'openssl-src/pin.sh',
    'openssl-src/fetch.sh',
    'openssl-src/source.sh',
    'tools/build/project.sh',
  ];
  const script = [
    'set -euo pipefail',
    'PROJECT_DIR=$PWD ASSUME_YES=0 RECORD=0 VERBOSE=0',
    ...[...parts, ...ours].map((part) => `. ${part}`),
    'TOOLCHAIN_ID=the-toolchain TOOLCHAIN_KIND=none',
    'prepare_cache',
    'ensure_openssl_source',
    then,
  ];
  const { status, stderr, stdout } = spawnSync('bash', ['-c', script.join('\n')], {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...process.env,
      OPENSSL_ASYNC_CACHE: join(folder, 'cache'),
      OPENSSL_MIRROR: mirror,
      ...env,
    },
  });
  return { status, output: stdout + stderr };
}

const TELL =
  'echo "$OPENSSL_VERSION $OPENSSL_EPOCH $(<"$OPENSSL_SOURCE_DIR/part.c") $(paste -sd , "$OPENSSL_SOURCE_DIR/.fixes")"';

test('the tested pin is taken where it can be had, with its fixes and nothing of the packaging', () => {
  const { output, status } = ensureSource(TELL);
  expect(output).toContain('1.0.1 1700000000 mended CVE-2026-9999,CVE-2026-10000');
  expect(status).toBe(0);
  expect(output).toContain('OpenSSL 1.0.1 with 2 security fixes');
});

test.each(['a-1.0.1', 'b'])(
  'a mirror that lacks %s gives the next pin, and that is told',
  (missing) => {
    rmSync(join(mirror, missing));
    const { output, status } = ensureSource(TELL);
    expect(output).toContain('1.0.2 1700000000 mended upstream');
    expect(output).toMatch(
      /OpenSSL 1\.0\.1 with 2 security fixes can't be had here, so the next pin is taken.*1\.0\.2/,
    );
    expect(status).toBe(0);
  },
);

test('the tested pin is taken again as soon as it can be had', () => {
  const away = join(folder, 'away');
  cpSync(join(mirror, 'b'), away);
  rmSync(join(mirror, 'b'));
  expect(ensureSource(TELL).output).toContain('1.0.2 ');
  cpSync(away, join(mirror, 'b'));
  expect(ensureSource(TELL).output).toContain('1.0.1 1700000000 mended');
});

test('an empty mirror is an error that names the archive and its hash', () => {
  const hash = sha256(join(mirror, 'a-1.0.2'));
  for (const name of ['a-1.0.1', 'a-1.0.2', 'b']) rmSync(join(mirror, name));
  const { output, status } = ensureSource(TELL);
  expect(status).toBe(1);
  expect(output).toContain(`is openssl-1.0.2.tar.gz: none has the SHA-256 ${hash}`);
});

test('a patch that does not fit the release exactly is an error that names the pin', () => {
  pin('1.0.1', join(mirror, 'a-1.0.1'), fixes('-another line\n+mended\n'));
  const { output } = ensureSource(TELL);
  expect(output).toContain(
    'mend.patch of openssl_1.0.1-1.debian.tar.xz does not fit OpenSSL 1.0.1',
  );
  expect(output).toContain('openssl-src/pins/1.0.1.sh names it');
});

test('OPENSSL_TARBALL chooses the pin whose release it is, and nothing else is a release', () => {
  const newer = join(mirror, 'a-1.0.2');
  expect(ensureSource(TELL, { OPENSSL_TARBALL: newer }).output).toContain(
    '1.0.2 1700000000 mended upstream',
  );
  const { output, status } = ensureSource(TELL, { OPENSSL_TARBALL: join(mirror, 'b') });
  expect(status).toBe(1);
  expect(output).toContain('which is not the OpenSSL that is pinned');
});

test("the module's hash is recorded for each pin, and kept while there is that pin", () => {
  const record = join(project, 'wasm/module.sha256');
  for (const part of ['wasm', 'dist']) mkdirSync(join(project, part), { recursive: true });
  writeFileSync(record, `${'0'.repeat(64)}  the-toolchain  openssl-0.9.8-000000000000\n`);
  const recorded = (module: string): string[] => {
    writeFileSync(join(project, 'dist/openssl-async.wasm'), module);
    const { output, status } = ensureSource('record_module_hash\ncheck_module_hash');
    expect(status, output).toBe(0);
    return readFileSync(record, 'utf8').trim().split('\n');
  };
  expect(recorded('of 1.0.1')).toEqual([
    expect.stringMatching(/ {2}the-toolchain {2}openssl-1\.0\.1-/),
  ]);
  rmSync(join(folder, 'cache'), { recursive: true });
  rmSync(join(mirror, 'b'));
  const both = recorded('of 1.0.2');
  expect(both.map((line) => line.split('  openssl-')[1]?.slice(0, 5))).toEqual(['1.0.1', '1.0.2']);
  writeFileSync(join(project, 'dist/openssl-async.wasm'), 'another');
  const { output, status } = ensureSource('check_module_hash');
  expect(status).toBe(1);
  expect(output).toContain('is not the module that was recorded');
});

test('every pin names its fixes by hash and CVE', () => {
  for (const { fixes: closed, fixesSha256, name, patches, version } of readPins()) {
    expect(version).toBe(name);
    expect(fixesSha256).toMatch(patches.length > 0 ? /^[0-9a-f]{64}$/ : /^$/);
    for (const { ids, name: patch } of patches) {
      expect(patch).toMatch(/\.patch$/);
      expect(ids).not.toEqual([]);
      for (const id of ids) expect(id).toMatch(/^CVE-\d{4}-\d{4,}$/);
    }
    expect(new Set(closed).size).toBe(closed.length);
  }
});

test('ossl.fixes is what the pin says that was built', async () => {
  const ossl = await loadOpenSSL({ module: readFileSync('dist/openssl-async.wasm') });
  const [, version = ''] = ossl.version.split(' ');
  expect(ossl.fixes).toEqual(readPin(version).fixes);
  expect(Object.isFrozen(ossl.fixes)).toBe(true);
});
