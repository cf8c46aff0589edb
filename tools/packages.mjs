// npm packages, exactly as a folder's lock file says. Those that not everybody needs have a folder of their own: the
// benchmark's, the documentation's, what drives browsers, the runtimes that are tested in.
//
//   node tools/packages.mjs FOLDER   what build.sh calls
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** A copy of the lock file that they were installed from; tools/build/project.sh knows it too. */
const MARK = 'node_modules/.openssl-async-lock';

/** Installs them, unless they are there. No package's scripts are run. */
export function installPackages(folder) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const mark = join(folder, MARK);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.error(`installing npm packages: npm ci in ${resolve(folder)}`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // What npm says of it is none of the caller's output.
  execFileSync('npm', ['ci', ...options], { cwd: folder, stdio: ['ignore', 2, 2] });
  writeFileSync(mark, lock);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  installPackages(process.argv[2] ?? '.');
