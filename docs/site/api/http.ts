/**
 * Keys of a signing service. Import from `openssl-async/http`.
 *
 * @module http
 */
export * from '../../../src/adapters/http.js';
