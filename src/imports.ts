import { jobImports } from './async/jobs/job-imports.js';
import { JobPool } from './async/jobs/job-pool.js';
import { JobTable } from './async/jobs/job-table.js';
import { heldImports, KeyReferences } from './crypto/keys/held/held-imports.js';
import { handleImports } from './handles/handle-imports.js';
import { HandleTable } from './handles/handle-table.js';
import { Core, type CoreOptions } from './module/core.js';
import type { Imports } from './module/generated/boundary-exports.js';
import { systemImports } from './module/system-imports.js';

/** One loaded module, and what its numbers and addresses mean to each wing of this package. */
export interface Loaded {
  readonly core: Core;
  readonly jobs: JobTable;
  readonly jobPool: JobPool;
  readonly keys: KeyReferences;
}

/**
 * Makes an instance of the module. Each wing implements its own part of what C calls; here they are put together.
 * They are typed as all of `Imports`, so that one that is missing does not compile.
 *
 * @throws {@link OpenSSLError} `load`
 */
export function load(module: WebAssembly.Module, options: CoreOptions): Loaded {
  const handles = new HandleTable();
  const keys = new KeyReferences();
  let parts: Pick<Loaded, 'jobs' | 'jobPool'> | undefined;
  const core = new Core(module, options, (made): Imports => {
    const jobs = new JobTable(made, handles);
    const jobPool = new JobPool(made);
    parts = { jobs, jobPool };
    return {
      ...systemImports(made),
      ...handleImports(made, handles),
      ...jobImports(jobs, jobPool),
      ...heldImports(made, keys),
    };
  });
  return { core, keys, ...(parts as unknown as Pick<Loaded, 'jobs' | 'jobPool'>) };
}
