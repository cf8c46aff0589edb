// The package as it is published, and projects that use it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installPackages } from '../../tools/packages.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const checks = `${root}test/packaging/checks/`;
export const work = `${root}build/packaging/`;

const execute = promisify(execFile);

/** Milliseconds that any program may take: what hangs must not take CI's time. */
const LIMIT = 240_000;

/** Runs a program to its end, or to the limit. @throws with what it printed */
export async function run(file, args, options = {}) {
  try {
    return await execute(file, args, {
      cwd: root,
      maxBuffer: 64 << 20,
      timeout: LIMIT,
      killSignal: 'SIGKILL',
      ...options,
    });
  } catch (error) {
    throw new Error(`${[file, ...args].join(' ')}: ${error.stdout}\n${error.stderr}`, {
      cause: error,
    });
  }
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
  installPackages(folder);
  const beside = ['--no-save', '--no-package-lock', '--ignore-scripts', '--prefer-offline'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', tarball, ...beside, ...quiet], { cwd: folder });
  return folder;
}

/** Which version of a package is installed in a project. */
export async function versionOf(folder, name) {
  const text = await readFile(`${folder}node_modules/${name}/package.json`, 'utf8');
  return JSON.parse(text).version;
}

/** A port that nobody listens at. */
export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** SHA-256 in hex. */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
