export type { PoolRunOptions } from './task.js';
export type { KeyBytes, KeyPairBytes, PoolOperation, PoolOperations } from './pool-operations.js';
export { openPool, Pool, type PoolOptions, type PoolStats } from './pool.js';
export type { AnyWorker } from './thread.js';
