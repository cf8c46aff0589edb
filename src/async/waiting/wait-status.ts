import { constants } from '../../module/generated/boundary.js';

/** `ASYNC_STATUS_UNSUPPORTED`, `_ERR`, `_OK` and `_EAGAIN`; the functions take any int, as upstream's do. */
export type WaitStatus = number;

/** No status was set: the callback is not supported. ASYNC_WAIT_CTX_set_status(3) */
export const ASYNC_STATUS_UNSUPPORTED = constants.ASYNC_STATUS_UNSUPPORTED;
/** The operation could not be submitted. */
export const ASYNC_STATUS_ERR = constants.ASYNC_STATUS_ERR;
/** The operation was submitted. */
export const ASYNC_STATUS_OK = constants.ASYNC_STATUS_OK;
/** Whoever does the operation is busy: it is to be submitted again. */
export const ASYNC_STATUS_EAGAIN = constants.ASYNC_STATUS_EAGAIN;
