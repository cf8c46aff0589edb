// Runs suites in one runtime.
import { execFileSync } from 'node:child_process';
import { files } from './bundle.mjs';
import { collect } from './collect.mjs';
import { runtimes } from './runtimes.mjs';

/** What came out; `failures` are those that no test stands for. */
export async function runIn(name, { declared, scale, tell }) {
  const { differs = {}, events, version: versionCommand } = runtimes[name];
  const suites = declared.map(({ suite }) => suite);
  const options = { scale, runtime: differs, suites };
  const result = { runtime: name, version: '', scale, differs, tests: [], failures: [] };
  try {
    result.version = firstLine(versionCommand());
  } catch (error) {
    result.failures.push(`it could not be started: ${error.message}`);
    return result;
  }
  const { failure, isComplete, tests } = await collect(
    (signal) => events({ files, options, signal }),
    tell,
  );
  result.tests = tests;
  if (failure !== undefined) result.failures.push(failure);
  if (isComplete) result.failures.push(...miscounted(declared, tests));
  return result;
}

function firstLine([command, ...args]) {
  const stdio = ['ignore', 'pipe', 'ignore'];
  const text = execFileSync(command, args, { encoding: 'utf8', stdio, timeout: 60_000 });
  return text.trim().split('\n')[0];
}

/** A test that was not run has not passed. */
function miscounted(declared, tests) {
  return declared.flatMap(({ suite, tests: wanted }) => {
    const run = tests.filter((test) => test.suite === suite).length;
    return run === wanted ? [] : [`${suite} has ${wanted} tests, of which ${run} were run`];
  });
}
