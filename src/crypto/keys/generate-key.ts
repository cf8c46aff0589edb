import { describe, OpenSSLError, watch } from '../../base/errors.js';
import { checkFunction, refuse } from '../../base/checks.js';
import { checkOptions, type Names } from '../../base/options.js';
import { algorithmName, curveName } from '../encoding/names.js';
import type { Registry } from '../../base/registry.js';
import type { ProgressListener } from './held/held-imports.js';
import { Key } from './key.js';
import { operationNames, type OperationOptions, type Operator } from '../../operator/operator.js';
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

/** One of NIST's curves, by NIST's name, OpenSSL's or SECG's. */
export type CurveName =
  'P-256' | 'P-384' | 'P-521' | 'prime256v1' | 'secp256r1' | 'secp384r1' | 'secp521r1';

/** What to generate. An algorithm is known in any of its usual spellings: `ed25519`, `ECDSA`, `ml-dsa-65`. */
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
        /** Which of NIST's curves; other usual spellings are taken as well, such as `prime256v1`. */
        readonly curve: CurveName;
        /** The same as `curve`, in WebCrypto's word for it. */
        readonly namedCurve?: CurveName | undefined;
      }
    | {
        /** ECDSA and ECDH. */
        readonly algorithm: 'EC';
        /** The same as `curve`, in WebCrypto's word for it. */
        readonly namedCurve: CurveName;
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

const names: Names<GenerateKeyOptions> = {
  ...{ ...operationNames, onProgress: true, algorithm: true },
  ...{ bits: true, curve: true, namedCurve: true },
};

/** The algorithms, as C knows them, and what each is told. @throws {@link OpenSSLError} `argument` */
function choice(options: GenerateKeyOptions): { algorithm: string; list: string[] } {
  const all = ['RSA', 'RSA-PSS', 'EC', ...plainAlgorithms];
  const algorithm = algorithmName(options.algorithm, all);
  const { bits, curve, namedCurve } = options as Partial<
    Record<'bits' | 'curve' | 'namedCurve', unknown>
  >;
  const isRsa = algorithm.startsWith('RSA');
  if (!isRsa && bits !== undefined) refuse(`bits is for RSA, and the algorithm is ${algorithm}`);
  if (algorithm !== 'EC' && (curve ?? namedCurve) !== undefined)
    refuse(`A curve is for EC, and the algorithm is ${algorithm}`);
  if (isRsa) {
    if (!Number.isInteger(bits) || (bits as number) < 512 || (bits as number) > 16384)
      refuse('bits, the length of the modulus, must be from 512 to 16384');
    return { algorithm, list: [`rsa_keygen_bits:${String(bits)}`] };
  }
  if (algorithm !== 'EC') return { algorithm, list: [] };
  const name = curveName(curve ?? namedCurve);
  if (namedCurve !== undefined && curveName(namedCurve) !== name)
    refuse('curve and namedCurve are two words for the same, and differ');
  return { algorithm, list: [`ec_paramgen_curve:${name}`] };
}

/** EVP_PKEY_generate(3) as a job that pauses at each candidate, and in long arithmetic. */
export async function generateKey(
  operator: Operator,
  listeners: Registry<ProgressListener>,
  options: GenerateKeyOptions,
): Promise<Key> {
  const { core } = operator;
  checkOptions('The options', options, names);
  const { onProgress } = options;
  const { algorithm, list } = choice(options);
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
      { algorithm, options: textList(list), progress: id },
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
