// The runtimes that npm has, apart from the project's packages: they are large, and Node's would stand in the way of
// every script. Installed when one of them is asked for.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** A program of one of the packages. */
export function program(path) {
  return `${folder}node_modules/${path}`;
}

/** Installs what the lock file says, unless it is there. */
export function installPackages() {
  const lock = readFileSync(`${folder}package-lock.json`, 'utf8');
  const installed = `${folder}node_modules/.openssl-async-lock`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  console.log('    installing runtimes (1.1 GB): npm ci --prefix test/runtimes/npm');
  const options = [
    'ci',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--ignore-scripts',
  ];
  execFileSync('npm', options, { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(installed, lock);
}
