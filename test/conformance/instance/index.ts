import type { Suite } from '../../support/suite.js';
import { accounting } from './accounting.js';
import { core } from './core.js';
import { exceptions } from './exceptions.js';
import { load } from './load.js';
import { memoryGrowth } from './memory-growth.js';
import { misuse } from './misuse.js';
import { oddArrays } from './odd-arrays.js';

/** The suites of this folder, by their file's name. */
export const instanceSuites: Record<string, Suite> = {
  load,
  misuse,
  accounting,
  'memory-growth': memoryGrowth,
  core,
  exceptions,
  'odd-arrays': oddArrays,
};
