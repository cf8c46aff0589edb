import type { OpenSSL, Pointer } from '../../src/index.js';
import { testLayout, testStep } from './generated/boundary-test.js';
import { ints } from './suite.js';

/** What a step does: wasm/test/script.c says what each calls. */
export type Operation = keyof typeof testStep;

/** The words of a `test_step`; `to` is the address of an int for the result, or 0. */
export function stepWords(operation: Operation, a: number, b: number, to: number): number[] {
  const { sizeof, ...offsets } = testLayout.test_step;
  const words = new Array<number>(sizeof / 4).fill(0);
  for (const [name, value] of Object.entries({ op: testStep[operation], a, b, to }))
    words[offsets[name as keyof typeof offsets] / 4] = value;
  return words;
}

/** One step: an operation, its arguments, and a name under which its result can be read. */
export type Step = [Operation, number?, number?, string?];

/**
 * A list of steps in the module's memory, for the job `jobs.script`:
 *
 *     const script = new Script(ossl, [['setWaitFd', 1, fd], ['pause', 0, 0, 'paused'], ['return', 7]]);
 *     await ossl.run(jobs.script, { args: script.args });
 *     script.result('paused'); // what ASYNC_pause_job returned
 */
export class Script {
  readonly #memory: OpenSSL['c']['memory'];
  readonly #steps: Pointer<'int'>;
  readonly #results: Pointer<'int'>;
  readonly #names: string[] = [];

  constructor(ossl: OpenSSL, steps: readonly Step[]) {
    this.#memory = ossl.c.memory;
    this.#results = this.#memory.newInts(steps.map(() => 0));
    const words = steps.flatMap(([operation, a = 0, b = 0, name], index) => {
      this.#names.push(name ?? '');
      return stepWords(operation, a, b, name ? this.#results + 4 * index : 0);
    });
    this.#steps = this.#memory.newInts(words);
  }

  /** The job's arguments. */
  get args(): Uint8Array {
    return ints(this.#steps);
  }

  /** A pointer to the arguments' one word, for calls that take an address. */
  get pointer(): Pointer<'int'> {
    return this.#steps;
  }

  /** The result of the step with a name. */
  result(name: string): number {
    const index = this.#names.indexOf(name);
    if (index < 0) throw new Error(`No step is named ${name}`);
    return this.#memory.getInt(this.#results, index);
  }

  free(): void {
    this.#memory.free(this.#steps);
    this.#memory.free(this.#results);
  }
}
