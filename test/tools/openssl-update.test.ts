// npm run openssl:update: what it refuses, and which of upstream's files it watches. The rest needs another release.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pinNames, readPin, readPins } from '../../tools/openssl-pin.mjs';
import * as counts from '../../tools/openssl-update/counts.mjs';
import * as pin from '../../tools/openssl-update/pin.mjs';
import * as sources from '../../tools/openssl-update/sources.mjs';

const watchedSources = sources.watchedSources as (upstream: string) => string[];
const changedCounts = counts.changedCounts as (before: string, after: string) => string[];
const hash = 'a'.repeat(64);
const missingSources = sources.missingSources as (upstream: string) => string[];
const setPin = pin.setPin as (version: string, sha256: string, folder: string) => void;
const pinned = readPins()[0]?.version;

function update(...args: string[]): { status: number | null; stderr: string } {
  return spawnSync('node', ['tools/openssl-update/main.mjs', ...args], { encoding: 'utf8' });
}

test.each([
  [['3.5', hash], 'is no version of a release'],
  [['latest', hash], 'is no version of a release'],
  [['3.5.99', 'abc'], '64 hexadecimal digits'],
  [['3.5.99', hash.toUpperCase()], '64 hexadecimal digits'],
  [[pinned ?? '', hash, '--dry-run'], 'a release does not change'],
  [['3.5.99'], "missing required argument 'sha256'"],
])('%j is refused, and says why', (args, message) => {
  const { status, stderr } = update(...args);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

test('the sources of the async subsystem are watched, and whatever our C includes or replaces', () => {
  const upstream = mkdtempSync(join(tmpdir(), 'openssl-update-'));
  try {
    const files = [
      'crypto/async/async.c',
      'crypto/async/a_new_one.c',
      'crypto/async/arch/async_posix.h',
      'providers/implementations/kdfs/scrypt.c',
      'crypto/slh_dsa/slh_hash.c',
      'include/internal/cryptlib.h',
      'crypto/rsa/rsa_gen.c',
    ];
    for (const file of files) {
      mkdirSync(dirname(join(upstream, file)), { recursive: true });
      writeFileSync(join(upstream, file), '');
    }
    const watched = watchedSources(upstream);
    expect(watched).toEqual(expect.arrayContaining(files.slice(0, 5)));
    expect(watched).toEqual(expect.arrayContaining(['crypto/mem.c', 'include/openssl/async.h']));
    expect(watched).toContain('engines/e_dasync.c');
    expect(watched).not.toContain('crypto/rsa/rsa_gen.c');
  } finally {
    rmSync(upstream, { recursive: true });
  }
});

test('every file that is relied on without an #include is in the pinned source, and one that is not is told', () => {
  const upstream = join(realpathSync('build/test/evp-data'), '../../..');
  expect(missingSources(upstream)).toEqual([]);
  expect(missingSources(join(upstream, 'doc'))).toContainEqual(
    expect.stringMatching(
      /^crypto\/mem\.c is gone from upstream: .*tools\/openssl-update\/sources\.mjs$/,
    ),
  );
});

test('a move keeps newer pins as alternatives, drops older ones, and a pin that is there stays as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openssl-update-'));
  try {
    cpSync('openssl-src', join(folder, 'openssl-src'), { recursive: true });
    const [before] = readPins(folder);
    setPin('3.5.0', hash, folder);
    expect(pinNames(folder)).toEqual(['3.5.0', ...pinNames()]);
    expect(readPin('3.5.0', folder)).toMatchObject({ version: '3.5.0', sha256: hash, fixes: [] });
    setPin(pinned ?? '', before?.sha256 ?? '', folder);
    expect(readPins(folder)).toEqual(readPins());
    setPin('3.5.99', hash, folder);
    expect(pinNames(folder)).toEqual(['3.5.99']);
    expect(() => readPin(pinned ?? '', folder)).toThrow(/ENOENT/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what changed in a record is told number by number, whatever else is in it', () => {
  const before = { about: 'a text', evp: { hmac: { run: 3, skipped: 1 }, gone: { run: 1 } } };
  const after = { about: 'another', evp: { hmac: { run: 4, skipped: 1 }, came: { run: 2 } } };
  expect(changedCounts(JSON.stringify(before), JSON.stringify(after))).toEqual([
    'evp / hmac / run: 3 -> 4',
    'evp / gone / run: 1 -> none',
    'evp / came / run: none -> 2',
  ]);
});
