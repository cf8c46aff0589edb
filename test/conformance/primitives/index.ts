import type { Suite } from '../../support/suite.js';
import { digest } from './digest.js';
import { kdf } from './kdf.js';
import { longInputs } from './long-inputs.js';
import { postQuantum } from './post-quantum.js';
import { random } from './random.js';
import { signatureOptions } from './signature-options.js';
import { slowSignatures } from './slow-signatures.js';
import { wrongOptions } from './wrong-options.js';

/** The suites of this folder, by their file's name. */
export const primitivesSuites: Record<string, Suite> = {
  digest,
  kdf,
  random,
  'signature-options': signatureOptions,
  'slow-signatures': slowSignatures,
  'long-inputs': longInputs,
  'post-quantum': postQuantum,
  'wrong-options': wrongOptions,
};
