import type { Suite } from '../../support/suite.js';
import { backPressure } from './back-pressure.js';
import { cancel } from './cancel.js';
import { disposal } from './dispose.js';
import { fairness } from './fairness.js';
import { jsJobErrors } from './js-job-errors.js';
import { jsJobs } from './js-jobs.js';
import { observeJobs } from './observe-jobs.js';
import { resume } from './resume.js';

/** The suites of this folder, by their file's name. */
export const runnerSuites: Record<string, Suite> = {
  resume,
  'back-pressure': backPressure,
  cancel,
  fairness,
  dispose: disposal,
  'observe-jobs': observeJobs,
  'js-jobs': jsJobs,
  'js-job-errors': jsJobErrors,
};
