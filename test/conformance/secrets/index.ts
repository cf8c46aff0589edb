import type { Suite } from '../../support/suite.js';
import { copies } from './copies.js';
import { keys } from './keys.js';
import { operations } from './operations.js';
import { stacks } from './stacks.js';

/** The suites of this folder, by their file's name. */
export const secretsSuites: Record<string, Suite> = {
  stacks,
  operations,
  copies,
  keys,
};
