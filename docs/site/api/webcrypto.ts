/**
 * Keys that WebCrypto holds. Import from `openssl-async/webcrypto`.
 *
 * @module webcrypto
 */
export * from '../../../src/adapters/webcrypto.js';
