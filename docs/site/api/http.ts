/**
 * Keys of a signing service. Import from `openssl-async/http`.
 *
 * @module http
 */
export {
  fromHttp,
  httpSigner,
  type HttpSignerOptions,
  type HttpSignerOperation,
  SigningServiceError,
} from '../../../src/adapters/http/index.js';
