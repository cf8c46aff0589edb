// tools/advisories: which rows don't pass, and what the documents say of those that do.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documents, follow, problems, readTable, type Row } from '../../tools/advisories/table.mjs';
import type { Pin } from '../../tools/openssl-pin.mjs';

const pin: Pin = {
  name: '3.5.7',
  version: '3.5.7',
  sha256: '0'.repeat(64),
  debian: '3.5.7-1',
  fixesSha256: '0'.repeat(64),
  patches: [{ name: 'mend.patch', ids: ['CVE-2026-2'] }],
  fixes: ['CVE-2026-2'],
};
const fixed: Row = {
  id: 'CVE-2026-1',
  title: 'One',
  severity: 'low',
  fixedIn: '3.5.7',
  status: 'fixed',
};
const patched: Row = {
  id: 'CVE-2026-2',
  title: 'Two',
  severity: 'low',
  fixedIn: '3.5.8',
  status: 'patched',
};
const open: Row = {
  id: 'CVE-2026-3',
  title: 'Three',
  severity: 'high',
  fixedIn: '3.5.10',
  status: 'open',
  why: 'Beware.',
};
const found = (...rows: Row[]): string[] => problems({ about: '', rows }, pin);

test('the table accounts for everything that the pin lacks, and SECURITY.md and NOTICE say so', () => {
  const { status, stderr, stdout } = spawnSync('node', ['tools/advisories/check.mjs'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+ advisories, OpenSSL 3\.5\.\d+ with \d+ fixes; open: /);
});

test('it has the whole of the line since 3.5.0', () => {
  const perRelease = new Map<string, number>();
  for (const { fixedIn } of readTable().rows)
    perRelease.set(fixedIn, (perRelease.get(fixedIn) ?? 0) + 1);
  expect(Object.fromEntries(perRelease)).toMatchObject({
    '3.5.1': 1,
    '3.5.4': 3,
    '3.5.5': 12,
    '3.5.6': 7,
    '3.5.7': 15,
    '3.5.8': 10,
    '3.5.9': 14, // one of them without a CVE
  });
});

test('what fits the pin passes', () => {
  expect(found(fixed, patched, open)).toEqual([]);
});

test.each([
  [
    'a fix in a release that is newer than the pin',
    { ...open, status: 'fixed' },
    'is newer than 3.5.7',
  ],
  [
    'a patch that the pin does not have',
    { ...open, status: 'patched' },
    'the pin has no patch for it',
  ],
  ['what the release has fixed', { ...fixed, status: 'open' }, 'set it to fixed'],
  ['what has no reason', { ...open, status: 'not reachable', why: '' }, 'does not say why'],
  ['what is open without a word for users', { ...open, why: '' }, 'does not say why'],
  ['what is closed without a test', { ...open, status: 'closed here' }, 'names no test'],
  [
    'what is closed by a test that is not there',
    { ...open, status: 'closed here', test: 'no/such.ts' },
    'does not exist',
  ],
  [
    'what is closed by a test of something else',
    { ...open, status: 'closed here', test: 'LICENSE' },
    'does not mention it',
  ],
  ['another status', { ...open, status: 'unknown' }, 'which is none of'],
  ['a row twice', { ...patched, title: 'Again' }, 'has two rows'],
])('%s does not', (_, row, message) => {
  const others = [fixed, patched, open].filter(
    ({ id }) => id !== row.id || message === 'has two rows',
  );
  expect(found(...others, row)).toEqual([expect.stringContaining(message)]);
});

test('a patch without a row does not', () => {
  expect(found(fixed, open)).toEqual([
    'CVE-2026-2 is closed by a patch of the pin, and has no row',
  ]);
});

test('what is open stands in SECURITY.md, and what is patched in NOTICE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'advisories-'));
  try {
    const [before, after] = [
      '<!-- advisories: written by tools/advisories -->',
      '<!-- /advisories -->',
    ];
    writeFileSync(join(folder, 'SECURITY.md'), `Before\n\n${before}\n${after}\n\nAfter\n`);
    writeFileSync(join(folder, 'NOTICE'), 'OpenSSL 3.5.0, https://x/\n  Copyright\n');
    const table = { about: '', rows: [fixed, patched, open] };
    const texts = documents(table, pin, folder);
    expect(texts['SECURITY.md']).toContain('| CVE-2026-3 | high | **open** | Three. Beware. |');
    expect(texts['SECURITY.md']).not.toContain('CVE-2026-1');
    expect(texts['SECURITY.md']).toMatch(/^Before\n[\s\S]*\nAfter\n$/);
    expect(texts.NOTICE).toBe(
      "OpenSSL 3.5.7, https://x/\n  with upstream's own fixes of CVE-2026-2\n  Copyright\n",
    );

    // A release that has them empties the lists.
    const newest = { ...pin, version: '3.5.10', patches: [], fixes: [] };
    for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, file), text);
    const later = documents(follow(table, newest), newest, folder);
    expect(later['SECURITY.md']).not.toContain('CVE-');
    expect(later.NOTICE).toBe('OpenSSL 3.5.10, https://x/\n  Copyright\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('after a move the pin decides what it can, and the rest is told', () => {
  const table = { about: '', rows: [fixed, patched, open] };
  const newer = { ...pin, version: '3.5.8', patches: [], fixes: [] };
  expect(follow(table, newer).rows.map(({ status }) => status)).toEqual(['fixed', 'fixed', 'open']);
  expect(problems(follow(table, newer), newer)).toEqual([]);
  const older = { ...pin, version: '3.5.6', patches: [], fixes: [] };
  expect(problems(follow(table, older), older)).toEqual([
    'CVE-2026-1 is fixed in 3.5.7, which is newer than 3.5.6, which is pinned',
    'CVE-2026-2 is patched here, but the pin has no patch for it',
  ]);
});
