// Moves the pin to another OpenSSL: npm run openssl:update VERSION SHA256 [-- --dry-run]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { follow, problems, readTable, TABLE, writeDocuments } from '../advisories/table.mjs';
import { hasPin, readPin, readPins } from '../openssl-pin.mjs';
import { changedCounts } from './counts.mjs';
import { setPin } from './pin.mjs';
import { missingSources, watchedSources } from './sources.mjs';

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

/** The folder with the unpacked source of a release, or of our pin with its fixes (`--pin`). */
function source(args, failure, env = process.env) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const { status, stdout } = spawnSync('bash', ['tools/openssl-update/source.sh', ...args], {
    encoding: 'utf8',
    stdio,
    env,
  });
  if (status !== 0) fail(...failure);
  return stdout.trim();
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

/** README and docs say which release it is, NOTICE and SECURITY.md which fixes it has besides. Gives the files. */
function nameInTexts(before, pin, year) {
  const name = `(OpenSSL|libcrypto) ${before.replaceAll('.', '[.]')}`;
  const files = git('grep', '-lE', name, '--', 'NOTICE', '*.md').trim().split('\n');
  const mentions = new RegExp(`${name}(?!\\d)`, 'g');
  for (const file of files) edit(file, (text) => text.replace(mentions, `$1 ${pin.version}`));
  edit('NOTICE', (text) =>
    text.replace(/\(c\) 1998-\d+ The OpenSSL Project/, `(c) 1998-${year} The OpenSSL Project`),
  );
  writeDocuments(readTable(), pin);
  return [...new Set([...files, 'NOTICE', 'SECURITY.md'])];
}

/** The table of advisories after the move: what the pin decides is written, and the rest told. */
function followAdvisories(pin, table, { writing }) {
  const followed = follow(table, pin);
  if (writing) {
    writeFileSync(TABLE, JSON.stringify(followed));
    execFileSync('node_modules/.bin/prettier', ['--log-level', 'warn', '--write', TABLE]);
  }
  heading('advisories');
  const changed = followed.rows.filter(({ status }, at) => status !== table.rows[at].status);
  for (const { id, status } of changed) console.log(`    ${id}: ${status}`);
  const left = problems(followed, pin);
  for (const problem of left) console.log(`    to be written: ${problem}`);
  if (changed.length + left.length === 0) console.log('    every row stays as it is');
  console.log(
    `    whatever was published since the last move is to be given a row in ${TABLE}: https://openssl-library.org/news/vulnerabilities/`,
  );
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
const [now] = readPins();
const known = hasPin(version) ? readPin(version) : undefined;
if (known && known.sha256 !== sha256)
  fail(
    `OpenSSL ${version} is pinned with another SHA-256, ${known.sha256}: a release does not change.`,
  );
if (!dryRun && git('status', '--porcelain').trim())
  fail('There are changes that are not committed; commit them first, or use --dry-run.');

const before = source(
  ['--pin', now.name],
  ['The source of our own pin could not be had; what was tried stands above.'],
  { ...process.env, OPENSSL_TARBALL: '' }, // which names the new one
);
const after = source(known ? ['--pin', version] : [version, sha256], [
  `OpenSSL ${version} with the SHA-256 ${sha256} could not be had; what was tried stands above.`,
  'If the version exists, the hash is wrong: take it from the signed release, not from what was downloaded.',
]);
const packed = Number(readFileSync(join(after, '.packed'), 'utf8'));
console.log(
  `OpenSSL ${now.version} with ${now.fixes.length} fixes -> ${version} (packed ${packed})`,
);
showSources(before, after);
const missing = missingSources(after);
if (missing.length > 0) fail(`OpenSSL ${version} lacks what this project leans on:`, ...missing);
const table = readTable();
if (dryRun) {
  followAdvisories(known ?? { version, fixes: [] }, table, { writing: false });
  console.log('\nThis was a dry run: nothing in the project has changed.');
  process.exit(0);
}

setPin(version, sha256);
const pin = readPin(version);
followAdvisories(pin, table, { writing: true });
const texts = nameInTexts(now.version, pin, new Date(packed * 1000).getUTCFullYear());
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
  `\nRead the changes above, run ./build.sh test --all, and commit openssl-src, ${TABLE}, wasm/module.sha256, the counts and ${texts.join(', ')}.`,
);
