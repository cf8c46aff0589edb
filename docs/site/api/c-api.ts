/**
 * Upstream's functions under their own names: `ossl.c`. Import from `openssl-async`. [From the manual pages to TypeScript](/manual-pages) has the table.
 *
 * @module c-api
 */
export {
  CApi,
  type CMemory,
  type CJob,
  type CCallback,
  type CCleanup,
  type Pointer,
  type FunctionPointer,
} from '../../../src/index.js';
