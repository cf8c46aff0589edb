import type { Suite } from '../../support/suite.js';
import { callback } from './callback.js';
import { changes } from './changes.js';
import { leaks } from './leaks.js';
import { misuse } from './misuse.js';
import { status } from './status.js';
import { waitContext } from './wait-context.js';

/** The suites of this folder, by their file's name. */
export const waitingSuites: Record<string, Suite> = {
  'wait-context': waitContext,
  changes,
  misuse,
  leaks,
  callback,
  status,
};
