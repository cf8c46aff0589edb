/**
 * The one error class. Import from `openssl-async`. See the [guide](/guide/errors).
 *
 * @module errors
 */
export {
  OpenSSLError,
  type OpenSSLErrorOptions,
  type ErrorCode,
  type QueuedError,
} from '../../../src/index.js';
