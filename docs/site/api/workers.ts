/**
 * A pool of workers, so that work which outgrows one core spreads over all of them. Import from `openssl-async/workers`. See the [guide](/guide/pool).
 *
 * @module workers
 */
export {
  openPool,
  Pool,
  type PoolOptions,
  type PoolStats,
  type PoolRunOptions,
  type PoolOperation,
  type PoolOperations,
  type KeyBytes,
  type KeyPairBytes,
  type AnyWorker,
} from '../../../src/workers/index.js';
