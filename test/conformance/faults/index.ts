import type { Suite } from '../../support/suite.js';
import { faultTable } from './fault-table.js';
import { outOfMemory } from './out-of-memory.js';
import { outOfMemoryOperations } from './out-of-memory-operations.js';
import { stackOverflow } from './stack-overflow.js';
import { traps } from './traps.js';

/** The suites of this folder, by their file's name. */
export const faultsSuites: Record<string, Suite> = {
  traps,
  'fault-table': faultTable,
  'stack-overflow': stackOverflow,
  'out-of-memory': outOfMemory,
  'out-of-memory-operations': outOfMemoryOperations,
};
