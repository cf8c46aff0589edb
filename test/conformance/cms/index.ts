import type { Suite } from '../../support/suite.js';
import { signers } from './signers.js';

/** The suites of this folder, by their file's name. */
export const cmsSuites: Record<string, Suite> = {
  signers,
};
