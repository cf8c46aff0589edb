import { checkFunction, checkSignal, checkTimeout } from '../base/checks.js';
import { checkOptions, type Names } from '../base/options.js';
import type { Signal } from '../base/platform.js';
import type { KeyProgress } from '../index.js';

/** What `Pool.run` takes beside the operation's arguments. */
export interface PoolRunOptions {
  /** Cancels the operation: a waiting one leaves the queue, a running one unwinds inside OpenSSL. */
  readonly signal?: Signal | undefined;
  /** Milliseconds from the call, waiting included, after which it is cancelled; by default no limit. */
  readonly timeout?: number | undefined;
  /** `generateKey`: told at each candidate prime; what it throws ends the generation. */
  readonly onProgress?: ((progress: KeyProgress) => void) | undefined;
}

const runNames: Names<PoolRunOptions> = { signal: true, timeout: true, onProgress: true };

/** @throws {@link OpenSSLError} `argument` */
export function checkRunOptions(options: PoolRunOptions): void {
  checkOptions('The options', options, runNames);
  const { onProgress, signal, timeout } = options;
  checkTimeout(timeout);
  checkSignal(signal);
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
}
