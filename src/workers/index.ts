export type { PoolRunOptions } from './call.js';
export type { KeyBytes, KeyPairBytes, PoolOperation, PoolOperations } from './operations.js';
export { openPool, Pool } from './pool.js';
export type { PoolOptions, PoolStats } from './pool.js';
export type { AnyWorker } from './thread.js';
