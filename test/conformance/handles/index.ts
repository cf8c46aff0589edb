import type { Suite } from '../../support/suite.js';
import { handles } from './handles.js';
import { largeStreams } from './large-streams.js';
import { poll } from './poll.js';
import { posixInJobs } from './posix-in-jobs.js';
import { streams } from './streams.js';
import { transferred } from './transferred.js';

/** The suites of this folder, by their file's name. */
export const handlesSuites: Record<string, Suite> = {
  handles,
  'posix-in-jobs': posixInJobs,
  poll,
  streams,
  'large-streams': largeStreams,
  transferred,
};
