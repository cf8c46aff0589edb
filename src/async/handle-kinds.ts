import { constants } from '../module/generated/boundary.js';

const { EAGAIN, EBADF, EINVAL, EPIPE } = constants;
const { POLLERR, POLLHUP, POLLIN, POLLOUT } = constants;

/** A pipe holds this many bytes, as Linux's do. */
const PIPE_CAPACITY = 65536;
/** An event counts no further, so that each count is exact. */
const EVENT_LIMIT = Number.MAX_SAFE_INTEGER;

/** What is behind a virtual handle; results as of read(2), write(2) and poll(2), with negative errnos. */
export interface HandleKind {
  read(into: Uint8Array): number;
  write(data: Uint8Array): number;
  /** 0 once all that was written has arrived, -EAGAIN before; -EINVAL where nothing is kept back. fsync(2) */
  sync(): number;
  /** The poll(2) bits that hold now. */
  events(): number;
  closed(): void;
}

/** eventfd(2): ready while its count is not 0. */
export class EventCounter implements HandleKind {
  readonly #isSemaphore: boolean;
  #count: number;

  constructor(initial: number, isSemaphore: boolean) {
    this.#count = initial;
    this.#isSemaphore = isSemaphore;
  }

  signal(): void {
    if (this.#count < EVENT_LIMIT) this.#count++;
  }

  clear(): void {
    this.#count = 0;
  }

  /** The count as eight bytes, or a one taken off it. */
  read(into: Uint8Array): number {
    const value = this.#isSemaphore ? 1 : this.#count;
    const size = this.#count === 0 && into.length >= 8 ? -EAGAIN : putCount(into, value);
    if (size > 0) this.#count -= value;
    return size;
  }

  /** Adds eight bytes to the count. */
  write(data: Uint8Array): number {
    if (data.length < 8) return -EINVAL;
    const value = new DataView(data.buffer, data.byteOffset, 8).getBigUint64(0, true);
    if (value === 0xffff_ffff_ffff_ffffn) return -EINVAL;
    if (value > BigInt(EVENT_LIMIT - this.#count)) return -EAGAIN;
    this.#count += Number(value);
    return 8;
  }

  sync(): number {
    return -EINVAL;
  }

  events(): number {
    return (this.#count > 0 ? POLLIN : 0) | (this.#count < EVENT_LIMIT ? POLLOUT : 0);
  }

  closed(): void {
    // nothing is left
  }
}

function putCount(into: Uint8Array, count: number): number {
  if (into.length < 8) return -EINVAL;
  new DataView(into.buffer, into.byteOffset, 8).setBigUint64(0, BigInt(count), true);
  return 8;
}

/** Ready once, after some milliseconds, and until that has been read. */
export class Timer implements HandleKind {
  #hasFired = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(milliseconds: number, fired: () => void): void {
    this.#timer = setTimeout(() => {
      this.#hasFired = true;
      fired();
    }, milliseconds);
  }

  read(into: Uint8Array): number {
    const size = !this.#hasFired && into.length >= 8 ? -EAGAIN : putCount(into, 1);
    if (size > 0) this.#hasFired = false;
    return size;
  }

  write(): number {
    return -EINVAL;
  }

  sync(): number {
    return -EINVAL;
  }

  events(): number {
    return this.#hasFired ? POLLIN : 0;
  }

  closed(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
  }
}

/** One end of a pipe(2). */
abstract class PipeEnd implements HandleKind {
  /** The other end; undefined when that is closed. */
  protected peer: PipeEnd | undefined;
  /** The bytes on their way, shared by both ends. */
  protected bytes: number[] = [];
  /** The table's: told when there is something new to know of this end. */
  changed: () => void = () => undefined;

  connect(peer: PipeEnd): void {
    this.peer = peer;
    peer.peer = this;
    peer.bytes = this.bytes;
  }

  abstract read(into: Uint8Array): number;
  abstract write(data: Uint8Array): number;
  abstract events(): number;

  sync(): number {
    return -EINVAL;
  }

  closed(): void {
    const { peer } = this;
    this.peer = undefined;
    if (!peer) return;
    peer.peer = undefined;
    peer.changed();
  }
}

/** Where a pipe is read. */
export class ReadEnd extends PipeEnd {
  read(into: Uint8Array): number {
    if (this.bytes.length === 0) return this.peer ? -EAGAIN : 0;
    const taken = this.bytes.splice(0, into.length);
    into.set(taken);
    this.peer?.changed();
    return taken.length;
  }

  write(): number {
    return -EBADF;
  }

  events(): number {
    return (this.bytes.length > 0 ? POLLIN : 0) | (this.peer ? 0 : POLLHUP);
  }
}

/** Where a pipe is written to. */
export class WriteEnd extends PipeEnd {
  read(): number {
    return -EBADF;
  }

  write(data: Uint8Array): number {
    if (!this.peer) return -EPIPE;
    const room = PIPE_CAPACITY - this.bytes.length;
    if (room === 0) return -EAGAIN;
    const put = data.subarray(0, room);
    for (const byte of put) this.bytes.push(byte);
    this.peer.changed();
    return put.length;
  }

  events(): number {
    if (!this.peer) return POLLERR;
    return this.bytes.length < PIPE_CAPACITY ? POLLOUT : 0;
  }
}
