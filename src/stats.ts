import { layout } from './module/generated/boundary.js';
import { pointer } from './module/memory.js';
import type { Loaded } from './imports.js';

/** The leak report of one instance: what is held now, what was held at most, what has happened. */
export interface Stats {
  /** Jobs and runs, by number. */
  readonly jobs: {
    /** Jobs that exist, live or idle in the pool. */
    readonly allocated: number;
    /** Jobs that were started and have not finished; a job that nobody resumes stays here. */
    readonly live: number;
    /** Live jobs that are paused. */
    readonly paused: number;
    /** Runs that wait for a place in the pool. */
    readonly queued: number;
    /** Jobs that were started so far. */
    readonly started: number;
    /** Jobs that have finished so far, those that were cancelled included. */
    readonly finished: number;
    /** Jobs that were cancelled so far. */
    readonly cancelled: number;
    /** Pauses of all jobs so far. */
    readonly pauses: number;
  };
  /** Virtual handles that are open, and the most that ever were. */
  readonly handles: {
    /** Open now. */
    readonly open: number;
    /** Open at once, at most. */
    readonly highWater: number;
  };
  /** Wait contexts that are not freed. */
  readonly waitContexts: number;
  /** JavaScript values that C holds by number: callbacks, progress listeners, held keys, jobs written in JavaScript. */
  readonly references: number;
  /** Bytes. */
  readonly memory: {
    /** C stacks of all allocated jobs. */
    readonly stacks: number;
    /** Asyncify's saved frames of all paused jobs. */
    readonly savedFrames: number;
    /** In use in the C heap, both of the above included. */
    readonly heap: number;
    /** The linear memory. */
    readonly total: number;
  };
  /** Bytes. */
  readonly highWater: {
    /** The deepest that the C stack of any finished job went. */
    readonly stack: number;
    /** The most that any pause saved. */
    readonly savedFrames: number;
  };
}

const fields = layout.osa_stats;

/** @param queued - how many runs wait for a place in the pool */
export function readStats({ core, jobs, keys }: Loaded, queued: number): Stats {
  const { callbacks, handles, jsJobs } = jobs;
  const address = core.scratch;
  core.exports.osa_read_stats(pointer(address));
  const read = (offset: number): number => core.memory.uint(address + offset);
  return {
    jobs: {
      allocated: read(fields.jobs_allocated),
      live: read(fields.jobs_live),
      paused: read(fields.jobs_paused),
      queued,
      started: read(fields.jobs_started),
      finished: read(fields.jobs_finished),
      cancelled: read(fields.jobs_cancelled),
      pauses: read(fields.pauses),
    },
    handles: { open: handles.open, highWater: handles.highWater },
    waitContexts: read(fields.wait_contexts),
    references: callbacks.size + jsJobs.size + keys.progress.size + keys.holders.size,
    memory: {
      stacks: read(fields.stack_bytes),
      savedFrames: read(fields.frame_bytes),
      heap: read(fields.heap_bytes),
      total: read(fields.memory_bytes),
    },
    highWater: { stack: read(fields.stack_high_water), savedFrames: read(fields.frame_high_water) },
  };
}
