// Upstream's tests as cases: what is run, and whether it did what it does natively.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { completed, notOkLines, okLines, skippedLines } from './counts.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

export const native = read('native.json');

/** Where wasm32 differs, by name, with what is to be seen instead and why. Whatever is not in there has to agree. */
const differences = read('differences.json');
for (const kind of ['evp', 'programs'])
  for (const name of Object.keys(differences[kind]))
    if (!(name in native[kind])) throw new Error(`differences.json: there is no ${name} natively`);

/** ./build.sh test --upstream builds the programs into the one, and links the other to upstream's sources. */
const programs = resolve('build/upstream/programs');
const source = resolve('build/upstream/openssl');

/** These are about what pauses, so one that doesn't has not tested anything. */
const pauses = (name, { run }) =>
  run > 0 && /^(evpciph|evppkey)_/.test(name) && !/keygen|mismatch/.test(name);

function evpCase(name, paused) {
  const expected = { ...native.evp[name], ...differences.evp[name] };
  const config = `${source}/test/default-and-legacy.cnf`;
  return {
    id: `${paused ? 'paused' : 'evp'}/${name}`,
    slow: native.evp[name].slow ?? false,
    program: `${programs}/evp_test`,
    args: ['-config', config, `${source}/test/recipes/30-test_evp_data/${name}.txt`],
    paused,
    judge({ output }) {
      const counts = completed(output);
      if (!counts) return { problems: ['it says no counts'] };
      const problems = [];
      for (const key of ['run', 'errors', 'skipped'])
        if (counts[key] !== expected[key])
          problems.push(`${key}: ${counts[key]}, not ${expected[key]}`);
      if (!paused) return { problems, counts };
      const [, operations, paused_] =
        /^pausing: (\d+) operations, (\d+) pauses/m.exec(output)?.map(Number) ?? [];
      counts.pauses = paused_ ?? 0;
      if (operations === undefined) problems.push('it says nothing of pauses');
      else if (operations !== paused_)
        problems.push(`${paused_} pauses in ${operations} operations`);
      if (paused_ === 0 && pauses(name, counts)) problems.push('nothing paused');
      if (/jobs and .* are left/.test(output)) problems.push('it leaves jobs or wait contexts');
      return { problems, counts };
    },
  };
}

function programCase(name) {
  const expected = { skipped: 0, ...native.programs[name], ...differences.programs[name] };
  return {
    id: `program/${name}`,
    slow: false,
    program: `${programs}/${name}`,
    args: [],
    paused: false,
    judge({ output }) {
      const counts = { ok: okLines(output), skipped: skippedLines(output) };
      const problems = [];
      if (notOkLines(output) > 0) problems.push(`${notOkLines(output)} lines "not ok"`);
      if (counts.ok !== expected.ok) problems.push(`${counts.ok} lines "ok", not ${expected.ok}`);
      if (counts.skipped !== expected.skipped)
        problems.push(`${counts.skipped} of them skipped, not ${expected.skipped}`);
      // no TAP, and success too where there is no ASYNC
      if (
        name === 'asynctest' &&
        (!/callback test pass\s+PASS/.test(output) || /skipping/.test(output))
      )
        problems.push('it does not say PASS');
      return { problems, counts };
    },
  };
}

/** All cases, those that take longest first. */
export function allCases() {
  const evp = Object.keys(native.evp);
  const cases = [
    ...evp.map((name) => evpCase(name, false)),
    ...evp.map((name) => evpCase(name, true)),
    ...Object.keys(native.programs)
      .filter((name) => name !== 'evp_test')
      .map(programCase),
  ];
  return cases.sort((a, b) => Number(b.slow) - Number(a.slow));
}

/** What keeps any case from running; undefined if nothing does. */
export function missing() {
  const gone = [source, `${programs}/evp_test.wasm`].find((path) => !existsSync(path));
  return gone && `${gone} is missing; ./build.sh test --upstream makes it`;
}

/** The exceptions, a line each. */
export const exceptions = Object.values(differences)
  .flatMap((kind) => Object.entries(kind))
  .map(([name, { reason, ...instead }]) =>
    [name, ...Object.entries(instead).map(([key, value]) => `${value} "${key}"`), reason].join(
      ': ',
    ),
  );
