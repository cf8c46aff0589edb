import type { RunOptions } from '../async/runner/run.js';
import type { Runner } from '../async/runner/runner.js';
import { OpenSSLError } from '../base/errors.js';
import type { Core } from '../module/core.js';
import { type Operations, operations } from '../module/generated/boundary-operations.js';
import { Call, type CallOwner } from './call.js';

/** How long an operation may take, and what ends it. */
export type OperationOptions = Pick<RunOptions, 'signal' | 'timeout' | 'waitContext' | 'priority'>;

/** Runs the operations of C: each is one job, with its arguments in a struct and its results beside it. */
export class Operator {
  /** What the operations and the streams of held keys stand on. */
  readonly owner: CallOwner;
  readonly #runner: Runner;

  /** @param owner - the table of the jobs that the runner runs */
  constructor(owner: CallOwner, runner: Runner) {
    this.owner = owner;
    this.#runner = runner;
  }

  /** The instance that the operations are run in. */
  get core(): Core {
    return this.owner.core;
  }

  /**
   * Runs one operation to its end.
   *
   * @throws (rejects) {@link OpenSSLError} as `ossl.run` does; `openssl` whenever C reports a failure, with
   *   what a key's holder or a stream threw as `cause`
   */
  async run<N extends keyof Operations>(
    name: N,
    input: Operations[N]['in'],
    options: OperationOptions = {},
  ): Promise<Operations[N]['out']> {
    const checked = this.#runner.check(options); // before any stream is touched
    const call = new Call(this.owner, operations[name], input);
    try {
      const func = this.core.functions[`osa_${name}_job`];
      const done = await this.#runner.start<number>(func, call.args, checked);
      if (done <= 0) throw new OpenSSLError('openssl', 'OpenSSL failed without saying why');
      return call.results() as Operations[N]['out'];
    } catch (error) {
      call.fail(error);
      throw error;
    } finally {
      call.end();
    }
  }
}
