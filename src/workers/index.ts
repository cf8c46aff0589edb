export type { PoolRunOptions } from './run-options.js';
export type { KeyBytes, KeyPairBytes, PoolOperation, PoolOperations } from './pool-operations.js';
export { openPool, Pool, type PoolOptions, type PoolStats } from './pool.js';
export type { AnyWorker } from './any-worker.js';
