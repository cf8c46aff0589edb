import { digestFunctions, messageFunctions } from './functions.js';
import type { HolderKind } from './holder.js';
import { signingService } from './http.js';
import { softHsm } from './pkcs11.js';
import { webCrypto } from './webcrypto.js';

/** Every kind of holder, in the order of the rows. */
export const holders: readonly HolderKind[] = [
  digestFunctions,
  messageFunctions,
  webCrypto,
  signingService,
  softHsm,
];
