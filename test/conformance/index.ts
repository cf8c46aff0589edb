import type { Suite } from '../support/suite.js';
import { jobs } from './jobs.js';

/** Every suite, by the behaviour that it is about. */
export const suites: Record<string, Suite> = { jobs };
