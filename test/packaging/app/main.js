// The page: what comes out is read by the test.
import { sign, signInPool } from './sign.js';

globalThis.outcome = (async () => ({
  page: await sign(),
  pool: await signInPool(),
  crossOriginIsolated: globalThis.crossOriginIsolated,
}))();
