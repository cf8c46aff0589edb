import type { Suite } from '../../support/suite.js';
import { formats } from './formats.js';
import { keysAndSignatures } from './keys-and-signatures.js';
import { damagedObjects } from './objects.js';
import { publishedFixes } from './published-fixes.js';

/** The suites of this folder, by their file's name. */
export const damagedSuites: Record<string, Suite> = {
  'keys-and-signatures': keysAndSignatures,
  objects: damagedObjects,
  formats,
  'published-fixes': publishedFixes,
};
