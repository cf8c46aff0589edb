import { describe, OpenSSLError, watch } from '../../base/errors.js';
import { checkFunction, checkObject } from '../../base/checks.js';
import type { Registry } from '../../base/registry.js';
import type { ProgressListener } from './held/held-imports.js';
import { Key } from './key.js';
import { type OperationOptions, type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';

/** How far a generation is: the arguments of BN_GENCB_call(3). */
export interface KeyProgress {
  /** 0 a candidate, 1 a test passed, 2 a candidate given up, 3 a prime found. */
  readonly phase: number;
  /** How many candidates, tests or primes there have been. */
  readonly count: number;
}

/** The algorithms of {@link GenerateKeyOptions} that take no further choice. */
const plainAlgorithms = [
  'Ed25519',
  'Ed448',
  'X25519',
  'X448',
  ...['44', '65', '87'].map((set) => `ML-DSA-${set}` as const),
  ...['512', '768', '1024'].map((set) => `ML-KEM-${set}` as const),
  ...['128s', '128f', '192s', '192f', '256s', '256f'].flatMap((set) => [
    `SLH-DSA-SHA2-${set}` as const,
    `SLH-DSA-SHAKE-${set}` as const,
  ]),
] as const;

/** What to generate. */
export type GenerateKeyOptions = OperationOptions & {
  /** Told at each candidate prime, from inside OpenSSL; what it throws ends the generation. */
  readonly onProgress?: ((progress: KeyProgress) => void) | undefined;
} & (
    | {
        /** `RSA-PSS` is restricted to PSS signatures by its own type. */
        readonly algorithm: 'RSA' | 'RSA-PSS';
        /** The length of the modulus, from 512 bits. */
        readonly bits: number;
      }
    | {
        /** ECDSA and ECDH. */
        readonly algorithm: 'EC';
        /** Which of NIST's curves. */
        readonly curve: 'P-256' | 'P-384' | 'P-521';
      }
    | {
        /** What its name says all of. RFC 8032, RFC 7748, FIPS 203, 204, 205 */
        readonly algorithm:
          | 'Ed25519'
          | 'Ed448'
          | 'X25519'
          | 'X448'
          | `ML-DSA-${'44' | '65' | '87'}`
          | `ML-KEM-${'512' | '768' | '1024'}`
          | `SLH-DSA-${'SHA2' | 'SHAKE'}-${'128' | '192' | '256'}${'s' | 'f'}`;
      }
  );

function algorithmOptions(options: GenerateKeyOptions): string[] {
  if (options.algorithm === 'RSA' || options.algorithm === 'RSA-PSS') {
    const { bits } = options;
    if (!Number.isInteger(bits) || bits < 512 || bits > 16384)
      throw new OpenSSLError('argument', 'The modulus must have from 512 to 16384 bits');
    return [`rsa_keygen_bits:${bits}`];
  }
  if (options.algorithm === 'EC') {
    if (!['P-256', 'P-384', 'P-521'].includes(options.curve))
      throw new OpenSSLError('argument', 'The curve must be P-256, P-384 or P-521');
    return [`ec_paramgen_curve:${options.curve}`];
  }
  if (!(plainAlgorithms as readonly string[]).includes(options.algorithm))
    throw new OpenSSLError(
      'argument',
      `The algorithm must be "RSA", "RSA-PSS", "EC" or one of ${plainAlgorithms.join(', ')}`,
    );
  return [];
}

/** EVP_PKEY_generate(3) as a job that pauses at each candidate, and in long arithmetic. */
export async function generateKey(
  operator: Operator,
  listeners: Registry<ProgressListener>,
  options: GenerateKeyOptions,
): Promise<Key> {
  const { core } = operator;
  checkObject('The options', options);
  const { onProgress } = options;
  const list = textList(algorithmOptions(options));
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
  let thrown: { error: unknown } | undefined;
  const fail = (error: unknown): void => {
    thrown ??= { error };
  };
  const id = listeners.add((phase, count) => {
    try {
      if (!thrown) watch(onProgress?.({ phase, count }) as unknown, fail);
    } catch (error) {
      fail(error);
    }
    return !thrown; // again and again: there are places where OpenSSL does not look at it
  });
  try {
    const { key } = await operator.run(
      'generate_key',
      { algorithm: options.algorithm, options: list, progress: id },
      options,
    );
    const made = new Key(core, key);
    if (!thrown) return made;
    made.free();
    throw new OpenSSLError('openssl', 'The key could not be generated');
  } catch (error) {
    if (!thrown) throw error;
    const { error: cause } = thrown;
    throw new OpenSSLError('job', `onProgress failed: ${describe(cause)}`, { cause });
  } finally {
    listeners.remove(id);
  }
}
