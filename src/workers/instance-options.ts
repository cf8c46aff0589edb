import type { LoadOptions } from '../index.js';

/** Options of an instance that cross to another thread. */
export type InstanceOptions = Pick<LoadOptions, 'memoryLimit' | 'stackSize' | 'timeSlice'>;
