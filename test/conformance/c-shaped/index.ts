import type { Suite } from '../../support/suite.js';
import { badAddresses } from './bad-addresses.js';
import { cleanups } from './cleanups.js';
import { posixCalls } from './posix.js';
import { waitContext } from './wait-context.js';
import { waitContextMisuse } from './wait-context-misuse.js';

/** The suites of this folder, by their file's name. */
export const cShapedSuites: Record<string, Suite> = {
  'wait-context': waitContext,
  'wait-context-misuse': waitContextMisuse,
  'bad-addresses': badAddresses,
  cleanups,
  posix: posixCalls,
};
