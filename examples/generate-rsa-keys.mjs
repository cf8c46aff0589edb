#!/usr/bin/env node
// Generates RSA keys side by side on one thread. Each is a job that pauses inside OpenSSL at every candidate
// prime, so eight searches, eight progress bars and everything else in the process take turns.
import { access, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, program } from 'commander';
import { loadOpenSSL } from 'openssl-async';
import { checkKey } from './support/check-key.mjs';
import { KeyProgress, showProgress } from './support/progress.mjs';
import { printJson, printText } from './support/report.mjs';
import { startStallMeter } from './support/stall-meter.mjs';

const EXIT_STATUS = { SIGINT: 130, SIGTERM: 143 };

program
  .name('generate-rsa-keys')
  .description('Generates RSA keys as jobs on one thread, and has node:crypto check them.')
  .option('--bits <number>', 'length of the modulus, 512 to 16384', wholeNumber(512, 16384), 3072)
  .option('--jobs <number>', 'keys to generate at once, 1 to 1000', wholeNumber(1, 1000), 8)
  .option('--out <folder>', 'where the PEM files go (default: a new temporary folder)')
  .option('--json', 'print the result as JSON on stdout; progress goes to stderr')
  .parse();
const { bits, jobs, json = false, out } = program.opts();

try {
  if (out) await prepareFolder(out);
  await main();
} catch (error) {
  program.error(`error: ${error.message}`);
}

async function main() {
  const ossl = await loadOpenSSL();
  if (!json) console.log(`${ossl.version}: RSA-${bits}, ${jobs} at once on one thread\n`);

  // Ctrl-C aborts the signal that every job was given: each unwinds inside OpenSSL and frees what it holds.
  const cancel = new AbortController();
  const stop = (name) => cancel.abort(name);
  for (const name in EXIT_STATUS) process.once(name, stop);

  const states = Array.from({ length: jobs }, () => new KeyProgress(bits));
  const display = showProgress(states, json ? process.stderr : process.stdout);
  const meter = startStallMeter();
  const started = performance.now();
  const results = await Promise.allSettled(
    states.map((state) => generate(ossl, state, cancel.signal)),
  );
  const seconds = (performance.now() - started) / 1000;
  const stall = meter.stop();
  display.stop();
  for (const name in EXIT_STATUS) process.off(name, stop);

  const keys = results.map(({ value }) => value).filter(Boolean);
  const failure = results.find(({ reason }) => reason && reason.code !== 'aborted');
  const cancelled = cancel.signal.aborted && keys.length < jobs;
  const files = failure || cancelled ? [] : await save(keys, out);
  for (const key of keys) key.free();
  if (failure) throw failure.reason;

  ossl.cleanupThread(); // frees the idle jobs' stacks: what the report shows after this has leaked
  const report = { bits, cancelled, seconds, stall, states, files, stats: ossl.stats() };
  if (json) printJson(report);
  else printText(report);
  if (cancelled) process.exitCode = EXIT_STATUS[cancel.signal.reason];
}

/** One job: EVP_PKEY_generate(3), which tells of each candidate and each prime. */
async function generate(ossl, state, signal) {
  try {
    const onProgress = (progress) => state.onProgress(progress);
    const key = await ossl.generateKey({ algorithm: 'RSA', bits, signal, onProgress });
    state.end('done');
    return key;
  } catch (error) {
    state.end(error.code === 'aborted' ? 'cancelled' : 'failed');
    throw error;
  }
}

/** Lets node:crypto check the keys, and writes them. */
async function save(keys, folder) {
  folder ??= await mkdtemp(join(tmpdir(), 'rsa-keys-'));
  const files = [];
  for (const [index, key] of keys.entries()) {
    const [privatePem, publicPem] = [key.toPem(), key.publicToPem()];
    const checks = await checkKey(privatePem, publicPem, bits);
    const { privateFile, publicFile } = fileNames(folder, index);
    await writeFile(privateFile, privatePem, { flag: 'wx', mode: 0o600 }); // for its owner only
    await writeFile(publicFile, publicPem, { flag: 'wx' });
    files.push({ privateFile, publicFile, checks });
  }
  return files;
}

function fileNames(folder, index) {
  const name = join(folder, `key-${index + 1}`);
  return { privateFile: `${name}.pem`, publicFile: `${name}-public.pem` };
}

/** A key is never written over; better to find out before the work than after it. */
async function prepareFolder(folder) {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < jobs; index++)
    for (const file of Object.values(fileNames(folder, index))) {
      const exists = await access(file).then(
        () => true,
        () => false,
      );
      if (exists) throw new Error(`${file} exists; name another folder with --out`);
    }
}

function wholeNumber(least, most) {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return number;
  };
}
