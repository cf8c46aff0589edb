import { layout, type Pointer } from '../module/boundary.js';
import { cString, pointer } from '../module/memory.js';
import type { Core } from '../async/core.js';
import type { RunOptions } from '../async/run.js';
import type { Runner } from '../async/runner.js';
import { describe, OpenSSLError } from '../async/errors.js';
import { checkFunction } from '../async/options.js';
import { Key } from './key.js';

/** How far a generation is: the arguments of BN_GENCB_call(3). */
export interface KeyProgress {
  /** 0 a candidate, 1 a test passed, 2 a candidate given up, 3 a prime found. */
  readonly phase: number;
  /** How many candidates, tests or primes there have been. */
  readonly count: number;
}

/** What to generate. */
export interface GenerateKeyOptions extends Omit<RunOptions, 'args'> {
  readonly algorithm: 'RSA';
  /** The length of the modulus, from 512 bits. */
  readonly bits: number;
  /** Told at each candidate prime, from inside OpenSSL; what it throws ends the generation. */
  readonly onProgress?: ((progress: KeyProgress) => void) | undefined;
}

/** EVP_PKEY_generate(3) as a job that pauses at each candidate. */
export async function generateKey(
  core: Core,
  runner: Runner,
  { algorithm, bits, onProgress, ...options }: GenerateKeyOptions,
): Promise<Key> {
  if (algorithm !== 'RSA') throw new OpenSSLError('argument', 'The algorithm must be "RSA"');
  if (!Number.isInteger(bits) || bits < 512 || bits > 16384)
    throw new OpenSSLError('argument', 'The modulus must have from 512 to 16384 bits');
  if (onProgress) checkFunction('onProgress', onProgress);
  // where C puts the key, then the algorithm's name
  const result = core.alloc(Uint8Array.of(0, 0, 0, 0, ...cString(algorithm)));
  let thrown: { error: unknown } | undefined;
  const id = core.progress.add((phase, count) => {
    try {
      if (!thrown) onProgress?.({ phase, count });
    } catch (error) {
      thrown = { error };
    }
    return !thrown; // again and again: there are places where OpenSSL does not look at it
  });
  const fields = layout.osa_key_args;
  const args = new Uint8Array(fields.sizeof);
  const words = new DataView(args.buffer);
  words.setUint32(fields.algorithm, result + 4, true);
  words.setUint32(fields.bits, bits, true);
  words.setUint32(fields.id, id, true);
  words.setUint32(fields.key, result, true);
  try {
    const done = await runner.run<number>(core.functions.osa_generate_key_job, {
      ...options,
      args,
    });
    if (!done || thrown) throw new OpenSSLError('openssl', 'The key could not be generated');
    return new Key(core, take(core, result));
  } catch (error) {
    if (!core.dead) core.exports.EVP_PKEY_free(take(core, result));
    if (thrown) {
      const { error: cause } = thrown;
      throw new OpenSSLError('job', `onProgress failed: ${describe(cause)}`, { cause });
    }
    throw error;
  } finally {
    core.progress.remove(id);
    if (!core.dead) core.free(result);
  }
}

/** The key that the job made, or NULL. */
function take(core: Core, result: number): Pointer<'EVP_PKEY'> {
  return pointer(core.memory.uint(result));
}
