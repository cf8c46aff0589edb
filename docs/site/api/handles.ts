/**
 * What C calls a file descriptor. Import from `openssl-async`. See the [guide](/guide/virtual-handles).
 *
 * @module handles
 */
export { type VirtualHandle, type PollOptions, OSSL_BAD_ASYNC_FD } from '../../../src/index.js';
