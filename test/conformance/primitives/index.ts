import type { Suite } from '../../support/suite.js';
import { digest } from './digest.js';
import { kdf } from './kdf.js';
import { postQuantum } from './post-quantum.js';
import { random } from './random.js';
import { rawEcdsa } from './raw-ecdsa.js';
import { signatureOptions } from './signature-options.js';
import { slowSignatures } from './slow-signatures.js';
import { wrongOptions } from './wrong-options.js';
import { otherCurves } from './other-curves.js';

/** The suites of this folder, by their file's name. */
export const primitivesSuites: Record<string, Suite> = {
  digest,
  kdf,
  random,
  'raw-ecdsa': rawEcdsa,
  'signature-options': signatureOptions,
  'slow-signatures': slowSignatures,
  'post-quantum': postQuantum,
  'wrong-options': wrongOptions,
  'other-curves': otherCurves,
};
