import type { Suite } from '../../support/suite.js';
import { forgotten } from './forgotten.js';
import { formats } from './formats.js';
import { generateKey } from './generate-key.js';
import { jwk } from './jwk.js';
import { passwords } from './passwords.js';
import { pkcs12 } from './pkcs12.js';

/** The suites of this folder, by their file's name. */
export const keysSuites: Record<string, Suite> = {
  'generate-key': generateKey,
  formats,
  passwords,
  jwk,
  pkcs12,
  forgotten,
};
