import type { Suite } from '../support/suite.js';
import { cShapedSuites } from './c-shaped/index.js';
import { cmsSuites } from './cms/index.js';
import { damagedSuites } from './damaged/index.js';
import { faultsSuites } from './faults/index.js';
import { handlesSuites } from './handles/index.js';
import { heldSuites } from './held/index.js';
import { instanceSuites } from './instance/index.js';
import { jobsSuites } from './jobs/index.js';
import { keysSuites } from './keys/index.js';
import { primitivesSuites } from './primitives/index.js';
import { runnerSuites } from './runner/index.js';
import { secretsSuites } from './secrets/index.js';
import { waitingSuites } from './waiting/index.js';
import { x509Suites } from './x509/index.js';

const folders: Record<string, Record<string, Suite>> = {
  jobs: jobsSuites,
  runner: runnerSuites,
  waiting: waitingSuites,
  'c-shaped': cShapedSuites,
  handles: handlesSuites,
  instance: instanceSuites,
  keys: keysSuites,
  held: heldSuites,
  primitives: primitivesSuites,
  x509: x509Suites,
  cms: cmsSuites,
  faults: faultsSuites,
  secrets: secretsSuites,
  damaged: damagedSuites,
};

/** Every suite, by its path: `jobs/job-pool` is the one in `jobs/job-pool.ts`. */
export const suites: Record<string, Suite> = Object.fromEntries(
  Object.entries(folders).flatMap(([folder, inside]) =>
    Object.entries(inside).map(([name, suite]) => [`${folder}/${name}`, suite]),
  ),
);
