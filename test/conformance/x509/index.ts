import type { Suite } from '../../support/suite.js';
import { badChains } from './bad-chains.js';
import { certificates } from './certificates.js';
import { revocation } from './revocation.js';
import { deltaLists } from './delta-lists.js';
import { relativePoints } from './relative-points.js';

/** The suites of this folder, by their file's name. */
export const x509Suites: Record<string, Suite> = {
  certificates,
  'bad-chains': badChains,
  revocation,
  'delta-lists': deltaLists,
  'relative-points': relativePoints,
};
