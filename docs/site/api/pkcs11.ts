/**
 * Keys on smart cards and HSMs; Node only. Import from `openssl-async/pkcs11`.
 *
 * @module pkcs11
 */
export * from '../../../src/adapters/pkcs11.js';
