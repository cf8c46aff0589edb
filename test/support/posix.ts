import type { RunOptions } from '../../src/index.js';
import { constants } from '../../src/module/generated/boundary.js';
import { testConstants } from './generated/boundary-test.js';
import { Script, type Step } from './script.js';
import type { TestInstance } from './suite.js';

/** The bits of poll(2) and the errno values of the module's C library, as C code sees them. */
export const posix = {
  ...constants,
  ...testConstants,
} as const;

/** A job that the runner drives through some steps. */
export function run(
  { jobs, ossl }: TestInstance,
  steps: Step[],
  options: RunOptions = {},
): { script: Script; done: Promise<number> } {
  const script = new Script(ossl, steps);
  return { script, done: ossl.run(jobs.script, { ...options, args: script.args }) };
}

/** Does the steps outside of any job. */
export function call({ exports, jobs, ossl }: TestInstance, steps: Step[]): Script {
  const script = new Script(ossl, steps);
  exports.test_call(jobs.script, ossl.c.memory.newBytes(script.args));
  return script;
}

/** A pipe, made by C outside of any job. */
export function pipe(instance: TestInstance): [number, number] {
  const { memory } = instance.ossl.c;
  const fds = memory.newInts([0, 0]);
  call(instance, [
    ['pipe', fds],
    ['return', 1],
  ]);
  return [memory.getInt(fds, 0), memory.getInt(fds, 1)];
}
