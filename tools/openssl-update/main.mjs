// Moves the pin to another OpenSSL: npm run openssl:update VERSION SHA256 [-- --dry-run]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { changedCounts } from './counts.mjs';
import { watchedSources } from './sources.mjs';

const PIN = 'openssl-src/pin.sh';
const DIFF = 'build/openssl-update/upstream.diff';

const program = new Command('npm run openssl:update --')
  .description(
    'sets the pin, shows what changed in the sources that this project leans on, builds, and runs the counts again',
  )
  .argument('<version>', 'such as 3.5.8')
  .argument('<sha256>', 'of openssl-VERSION.tar.gz, as upstream signed it')
  .option(
    '--dry-run',
    'fetch, verify and show the changes of the sources; leave the project as it is',
  )
  .parse();
const [version, sha256] = program.args;
const { dryRun } = program.opts();

function fail(message, ...hints) {
  console.error(`error: ${message}`);
  for (const hint of hints) console.error(`       ${hint}`);
  process.exit(1);
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' });
const heading = (text) => console.log(`\n==> ${text}`);

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** As pin.sh says it now. */
function pinned() {
  const text = readFileSync(PIN, 'utf8');
  const value = (name) =>
    new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? fail(`${PIN} has no ${name}`);
  return {
    version: value('OPENSSL_VERSION'),
    sha256: value('OPENSSL_SHA256'),
    epoch: value('OPENSSL_EPOCH'),
  };
}

/** The unpacked source of a release, and when that was packed. */
function source(wanted, hash, env = process.env) {
  const args = ['tools/openssl-update/source.sh', wanted, hash];
  const stdio = ['ignore', 'pipe', 'inherit'];
  const { status, stdout } = spawnSync('bash', args, { encoding: 'utf8', stdio, env });
  if (status !== 0)
    fail(
      `OpenSSL ${wanted} with the SHA-256 ${hash} could not be had; what was tried stands above.`,
      'If the version exists, the hash is wrong: take it from the signed release, not from what was downloaded.',
    );
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')),
  );
}

/** What changed in the files that matter; the whole of it goes to a file. */
function showSources(before, after) {
  const files = [...new Set([...watchedSources(before), ...watchedSources(after)])].sort();
  let all = '';
  const changed = [];
  for (const file of files) {
    const sides = [before, after].map((folder) =>
      existsSync(join(folder, file)) ? join(folder, file) : '/dev/null',
    );
    const { stdout } = spawnSync('git', ['diff', '--no-index', '--', ...sides], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (!stdout) continue;
    const lines = stdout.slice(stdout.indexOf('\n@@')).split('\n');
    const count = (sign) => lines.filter((line) => line.startsWith(sign)).length;
    const what = sides[1] === '/dev/null' ? ' (gone)' : sides[0] === '/dev/null' ? ' (new)' : '';
    changed.push(`${file}  +${count('+')} -${count('-')}${what}`);
    all += stdout.replaceAll(before, '').replaceAll(after, ''); // a and b stand before the paths
  }
  mkdirSync('build/openssl-update', { recursive: true });
  writeFileSync(DIFF, all);
  heading(
    `upstream: ${changed.length} of ${files.length} files that this project leans on have changed`,
  );
  for (const line of changed) console.log(`    ${line}`);
  if (all.length > 0)
    console.log(
      all.length < 20_000 ? `\n${all}` : `\n    ${all.length} characters; read all of it: ${DIFF}`,
    );
}

/** NOTICE, README and docs say which release it is. Gives the files. */
function nameInTexts(before, after) {
  const name = `(OpenSSL|libcrypto) ${before.replaceAll('.', '[.]')}`;
  const files = git('grep', '-lE', name, '--', 'NOTICE', '*.md').trim().split('\n');
  const mentions = new RegExp(`${name}(?!\\d)`, 'g');
  for (const file of files) edit(file, (text) => text.replace(mentions, `$1 ${after}`));
  return files;
}

function run(what, command, args, env = {}) {
  heading(what);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0)
    fail(
      `${what}: ended with status ${status}`,
      'The pin stays as it is set now; git restore . takes everything back.',
    );
}

function showCounts(files) {
  heading('what changed in the counts');
  const lines = files.flatMap((file) =>
    changedCounts(git('show', `HEAD:${file}`), readFileSync(file, 'utf8')).map(
      (line) => `    ${file}: ${line}`,
    ),
  );
  console.log(lines.join('\n') || '    nothing');
}

if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`${version} is no version of a release, such as 3.5.8.`);
if (!/^[0-9a-f]{64}$/.test(sha256)) fail('The SHA-256 is 64 hexadecimal digits, in lower case.');
const now = pinned();
if (now.version === version && now.sha256 !== sha256)
  fail(
    `OpenSSL ${version} is pinned with another SHA-256, ${now.sha256}: a release does not change.`,
  );
if (!dryRun && git('status', '--porcelain').trim())
  fail('There are changes that are not committed; commit them first, or use --dry-run.');

// OPENSSL_TARBALL, if it is set, names the new one
const before = source(now.version, now.sha256, { ...process.env, OPENSSL_TARBALL: '' });
const after = source(version, sha256);
console.log(`OpenSSL ${now.version} (packed ${now.epoch}) -> ${version} (packed ${after.EPOCH})`);
if (before.EPOCH !== now.epoch)
  fail(`pin.sh says ${now.epoch}, but ${now.version} was packed ${before.EPOCH}`);
showSources(before.SOURCE, after.SOURCE);
if (dryRun) {
  console.log('\nThis was a dry run: nothing in the project has changed.');
  process.exit(0);
}

edit(PIN, (text) =>
  text.replace(now.version, version).replace(now.sha256, sha256).replace(now.epoch, after.EPOCH),
);
const texts = nameInTexts(now.version, version);
const year = new Date(Number(after.EPOCH) * 1000).getUTCFullYear();
edit('NOTICE', (text) =>
  text.replace(/\(c\) 1998-\d+ The OpenSSL Project/, `(c) 1998-${year} The OpenSSL Project`),
);
run('build, and record the module hash', './build.sh', ['build', '--library', '--record']);
run('test vectors', './build.sh', ['test', 'test/vectors'], { UPDATE_TALLY: '1' });
run("upstream's tests, natively", './build.sh', ['test', '--upstream-native']);
run("upstream's tests", './build.sh', ['test', '--upstream']);
run('matrix', './build.sh', ['matrix']);
showCounts([
  'test/vectors/evp-tally.json',
  'test/vectors/wycheproof-tally.json',
  'test/upstream/native.json',
]);
console.log(
  `\nRead the changes above, run ./build.sh test --all, and commit pin.sh, wasm/module.sha256, the counts and ${texts.join(', ')}.`,
);
