// Builds the project again in another folder, and compares every file of the package, and the package, with ours.
//
//   node tools/reproduce.mjs [--all]   by ./build.sh reproduce, which has built ours
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';

const { all } = new Command('./build.sh reproduce')
  .description('builds the package again in another folder and compares it with ours, byte by byte')
  .option('--all', 'build libcrypto from its source again too, which takes minutes')
  .parse()
  .opts();

const ours = process.cwd();
const work = mkdtempSync(join(tmpdir(), 'openssl-async again ')); // a space in it, and another depth
const theirs = join(work, 'a', 'folder', 'of another name');

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
const say = (text) => console.log(`    ${text}`);

/** What is under version control, as it is now, with the installed packages. */
function copyProject() {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', listed, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  for (const file of files.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(theirs, file)), { recursive: true });
    cpSync(join(ours, file), join(theirs, file), {
      verbatimSymlinks: true,
      force: false,
      errorOnExist: false,
    });
  }
  cpSync(join(ours, 'node_modules'), join(theirs, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
}

/** A cache with the toolchain and the source, and nothing that was compiled with them. */
function emptyCache(cache) {
  const fresh = join(work, 'cache');
  for (const part of ['toolchain', 'source']) {
    mkdirSync(join(fresh, part), { recursive: true });
    for (const name of readdirSync(join(cache, part)))
      symlinkSync(join(cache, part, name), join(fresh, part, name));
  }
  return fresh;
}

/** The package's files with their hashes, and the package itself. */
function pack(folder, name) {
  const to = join(work, name);
  mkdirSync(to, { recursive: true });
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', to];
  const [packed] = JSON.parse(
    execFileSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const hashes = new Map(packed.files.map(({ path }) => [path, sha256(join(folder, path))]));
  return hashes.set(packed.filename, sha256(join(to, packed.filename)));
}

// Ctrl-C ends the build that is at work; what was copied is removed all the same.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {});

let failed = 0;
try {
  const cache = process.env.OPENSSL_ASYNC_CACHE;
  if (!cache) throw new Error('OPENSSL_ASYNC_CACHE must name the cache; ./build.sh reproduce does');
  copyProject();
  const env = { ...process.env, OPENSSL_ASYNC_CACHE: all ? emptyCache(cache) : cache };
  say(`building in ${theirs}${all ? ', libcrypto too' : ''}`);
  const { status } = spawnSync('bash', ['build.sh', 'build', '--library'], {
    cwd: theirs,
    env,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`the second build ended with status ${status}`);

  const [one, other] = [pack(ours, 'ours'), pack(theirs, 'theirs')];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  const width = Math.max(...names.map((name) => name.length));
  const short = (hash) => (hash ?? 'missing').slice(0, 16).padEnd(16);
  for (const name of names) {
    const same = one.get(name) === other.get(name);
    if (!same) failed++;
    say(
      `${name.padEnd(width)}  ${short(one.get(name))}  ${short(other.get(name))}${same ? '' : '  DIFFERENT'}`,
    );
  }
  console.log(`${names.length - failed} passed, ${failed} failed`);
} catch (error) {
  console.error(`error: ${error.message}`);
  console.log('0 passed, 1 failed');
  failed = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
