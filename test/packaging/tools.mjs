// The package as it is published, and what checks it. Both are made where they are missing or out of date.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const checks = `${root}test/packaging/checks/`;
export const work = `${root}build/packaging/`;

const execute = promisify(execFile);

/** Runs a program to its end. @throws with what it printed */
export async function run(file, args, options = {}) {
  try {
    return await execute(file, args, { cwd: root, maxBuffer: 64 << 20, ...options });
  } catch (error) {
    throw new Error(`${[file, ...args].join(' ')}: ${error.stdout}\n${error.stderr}`, {
      cause: error,
    });
  }
}

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Installs what a folder's lock file says, unless it is there; no package's scripts are run. */
export async function installLocked(folder) {
  const lock = await readFile(`${folder}package-lock.json`, 'utf8');
  const mark = `${folder}node_modules/.openssl-async-lock`;
  if (existsSync(mark) && (await readFile(mark, 'utf8')) === lock) return;
  await run('npm', ['ci', '--ignore-scripts', ...quiet], { cwd: folder });
  await writeFile(mark, lock);
}

/** What publint, size-limit and the other checkers need. */
export function installChecks() {
  return installLocked(checks);
}

/** Packs dist/ as it is now. @returns the tarball's path and the files in it */
export async function pack() {
  const folder = `${work}packed`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { stdout } = await run('npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    `--pack-destination=${folder}`,
  ]);
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: `${folder}/${filename}`, files: files.map(({ path }) => path) };
}

/** A project as someone begins it: its locked packages, the packed tarball, the shared sources. */
export async function freshProject(name, tarball) {
  const folder = `${work}${name}/`;
  const fixture = `${root}test/packaging/${name}/`;
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder))
    if (entry !== 'node_modules') await rm(folder + entry, { recursive: true });
  await cp(fixture, folder, { recursive: true });
  await cp(`${root}test/packaging/app`, `${folder}src`, { recursive: true });
  await installLocked(folder);
  const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--prefer-offline'];
  await run('npm', ['install', tarball, ...options, ...quiet], { cwd: folder });
  return folder;
}

/** SHA-256 in hex. */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
