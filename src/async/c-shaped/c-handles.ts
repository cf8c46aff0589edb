import type { Pointer } from '../../module/generated/boundary.js';
import type { Core } from '../../module/core.js';
import type { JobTable } from '../jobs/job-table.js';
import { CMemory, int, word } from './c-memory.js';

/**
 * File descriptors in the C-shaped layer: the calls that C code has for virtual handles; see `CApi`. Each throws
 * `argument` for room that is not in the module's memory, and for a number that C would take for another one.
 */
export class CHandles {
  protected readonly jobs: JobTable;
  protected readonly core: Core;
  /** Cells, bytes and strings in C memory. */
  readonly memory: CMemory;

  constructor(jobs: JobTable) {
    this.jobs = jobs;
    this.core = jobs.core;
    this.memory = new CMemory(this.core, jobs.jobPointers);
  }

  /** Writes the read end and the write end of a pipe to two ints. 0, or -1. pipe(2) */
  pipe(fds: Pointer<'int'>): number {
    return this.core.exports.pipe(this.memory.cells(fds, 2));
  }

  /** A handle with a count; `flags` may be EFD_SEMAPHORE (1). -1 if there are too many. eventfd(2) */
  eventfd(initial: number, flags: number): number {
    return this.core.exports.eventfd(word('initial', initial), int('flags', flags));
  }

  /** Bytes read; -1 if there are none yet, since JavaScript can't wait. read(2) */
  read(fd: number, buffer: Pointer<'void'>, size: number): number {
    return this.core.exports.read(int('fd', fd), this.memory.span(buffer, size), size);
  }

  /** Bytes written; -1 if there is no room, or nobody at the other end. write(2) */
  write(fd: number, buffer: Pointer<'void'>, size: number): number {
    return this.core.exports.write(int('fd', fd), this.memory.span(buffer, size), size);
  }

  /** Closes a handle. 0; -1 if it is closed already. close(2) */
  close(fd: number): number {
    return this.core.exports.close(int('fd', fd));
  }

  /** How many of `count` struct pollfd (an int, two shorts) are ready now: JavaScript can't wait. poll(2) */
  poll(fds: Pointer<'void'>, count: number): number {
    if (word('count', count) > 0) this.memory.cells(fds, 2 * count);
    return this.core.exports.poll(fds, count, 0);
  }
}
