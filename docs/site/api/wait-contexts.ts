/**
 * What a paused job waits for. Import from `openssl-async`. See the [guide](/guide/wait-contexts).
 *
 * @module wait-contexts
 */
export {
  type WaitContext,
  type WaitFd,
  type FdCleanup,
  type WaitCallback,
  type WaitStatus,
  ASYNC_STATUS_UNSUPPORTED,
  ASYNC_STATUS_ERR,
  ASYNC_STATUS_OK,
  ASYNC_STATUS_EAGAIN,
} from '../../../src/index.js';
