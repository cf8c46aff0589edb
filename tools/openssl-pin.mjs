// What openssl-src/pin.sh and its pins say, for tools and tests in JavaScript.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PIN_LIST = 'openssl-src/pin.sh';
export const pinFile = (name) => `openssl-src/pins/${name}.sh`;

/** The order of two releases, as of Array.sort: negative when `one` is the older. */
export function compareReleases(one, other) {
  const [a, b] = [one, other].map((release) => release.split('.').map(Number));
  for (let at = 0; at < Math.max(a.length, b.length); at++)
    if ((a[at] ?? 0) !== (b[at] ?? 0)) return (a[at] ?? 0) - (b[at] ?? 0);
  return 0;
}

/** The order of two names such as CVE-2026-7383: by year, then by number; what is no CVE comes last. */
export function compareIds(one, other) {
  const numbers = (id) => /^CVE-(\d+)-(\d+)$/.exec(id)?.slice(1).map(Number) ?? [Infinity, 0];
  const [a, b] = [one, other].map(numbers);
  return a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1;
}

/**
 * A pin: { name, version, sha256, debian, fixesSha256, patches: [{ name, ids }], fixes }, where `fixes` are the CVEs that
 * its patches close, sorted.
 * @throws Error if the file has not what a pin has to have.
 */
export function readPin(name, folder = '.') {
  const file = pinFile(name);
  const text = readFileSync(join(folder, file), 'utf8');
  const value = (key) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
  const version = value('OPENSSL_VERSION');
  const sha256 = value('OPENSSL_SHA256');
  if (!version || !/^[0-9a-f]{64}$/.test(sha256 ?? ''))
    throw new Error(`${file} has no OPENSSL_VERSION with an OPENSSL_SHA256`);
  const list = /^OPENSSL_FIXES=\(\n([\s\S]*?)^\)$/m.exec(text)?.[1] ?? '';
  const patches = [...list.matchAll(/^\s*'(\S+) ([^']+)'$/gm)].map(([, patch, ids]) => ({
    name: patch,
    ids: ids.split(' '),
  }));
  const fixes = [...new Set(patches.flatMap(({ ids }) => ids))].sort(compareIds);
  const debian = value('OPENSSL_FIXES_DEBIAN') ?? '';
  return {
    name,
    version,
    sha256,
    debian,
    fixesSha256: value('OPENSSL_FIXES_SHA256') ?? '',
    patches,
    fixes,
  };
}

/** The names of the pins, the tested one first. */
export function pinNames(folder = '.') {
  const text = readFileSync(join(folder, PIN_LIST), 'utf8');
  const names = /^OPENSSL_PINS=\(([^)]+)\)$/m.exec(text)?.[1];
  if (!names) throw new Error(`${PIN_LIST} has no OPENSSL_PINS`);
  return names.split(' ');
}

/** All pins, the tested one first. */
export function readPins(folder = '.') {
  return pinNames(folder).map((name) => readPin(name, folder));
}

export const hasPin = (name, folder = '.') => existsSync(join(folder, pinFile(name)));
