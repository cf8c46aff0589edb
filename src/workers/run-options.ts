import { hasMethod } from '../base/kinds.js';
import type { Names } from '../base/options.js';
import type { Signal } from '../base/platform.js';
import { isTimeout, MAX_TIMEOUT } from '../base/timeout.js';
import { type KeyProgress, OpenSSLError } from '../index.js';
import { checkPoolOptions as checkOptions } from './pool-options.js';

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
  if (timeout !== undefined && !isTimeout(timeout))
    throw new OpenSSLError('argument', `timeout is a number of milliseconds up to ${MAX_TIMEOUT}`);
  if (signal !== undefined && !hasMethod(signal, 'addEventListener'))
    throw new OpenSSLError('argument', 'signal must be an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new OpenSSLError('argument', 'onProgress must be a function');
}
