import type { Suite } from '../../support/suite.js';
import { decryptDerive } from './decrypt-derive.js';
import { failures } from './failures.js';
import { lies } from './lies.js';
import { sign } from './sign.js';

/** The suites of this folder, by their file's name. */
export const heldSuites: Record<string, Suite> = {
  sign,
  'decrypt-derive': decryptDerive,
  failures,
  lies,
};
