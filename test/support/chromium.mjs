// Chromium as the system has it; nothing is downloaded.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** Without the network, which a browser that is new calls home by, and without what a container lacks. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The first file of a name on the PATH. */
export function onPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`There is no ${name} on the PATH; install it`);
  return found;
}

/** What CHROMIUM names, or the first on the PATH. */
export function findChromium() {
  return process.env['CHROMIUM'] || onPath('chromium');
}
