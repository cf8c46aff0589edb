import { constants } from '../module/boundary.js';
import { OpenSSLError } from './errors.js';

const { EAGAIN, EBADF, EFD_SEMAPHORE, EINVAL, EMFILE, EPIPE } = constants;
const { POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT } = constants;

/** A pipe holds this many bytes, as Linux's do. */
const PIPE_CAPACITY = 65536;
/** An event counts no further, so that each count is exact. */
const EVENT_LIMIT = Number.MAX_SAFE_INTEGER;

const SLOT_BITS = 20;
const LAST_GENERATION = 2047;

/** Told when a handle becomes ready, is signalled again, or is closed. */
export interface HandleWatcher {
  onHandle(fd: number): void;
}

/** The JavaScript behind a handle of its own kind; results as of read(2), write(2) and poll(2), with negative errnos. */
export interface HandleStream {
  read(into: Uint8Array): number;
  write(data: Uint8Array): number;
  /** 0 once all that was written has arrived, -EAGAIN before; as fsync(2). */
  sync(): number;
  events(): number;
  closed(): void;
}

type Kind = 'event' | 'pipe-read' | 'pipe-write' | 'timer' | 'stream';

interface Slot {
  readonly index: number;
  generation: number;
  kind: Kind | null;
  /** event: the count; timer: 1 once it has fired */
  count: number;
  semaphore: boolean;
  nonblock: boolean;
  /** pipe: the bytes on their way, shared by both ends */
  bytes: number[];
  /** pipe: the other end */
  peer: Slot | null;
  stream: HandleStream | null;
  watchers: HandleWatcher[];
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The virtual handles of one instance, as C sees them: positive ints that pack a slot and a generation,
 *
 *     31 0 | 30 … 20 generation, from 1 | 19 … 0 slot
 *
 * so that a stale one is refused, never mistaken for its slot's next owner. A slot whose generations are
 * used up is given up. The smallest handle is 2^20, far from the real descriptors 0, 1 and 2.
 *
 * Functions that C calls answer with a negative errno instead of throwing.
 */
export class HandleTable {
  readonly #slots: Slot[] = [];
  readonly #free: Slot[] = [];
  /** Handles that are open now, and the most that ever were. */
  open = 0;
  highWater = 0;
  /** Told when there are no handles any more, whichever they watch. */
  readonly endWatchers = new Set<HandleWatcher>();
  /** Why there are no handles any more: the instance is over. */
  ended: OpenSSLError | undefined;

  #find(fd: number): Slot | undefined {
    const slot = this.#slots[fd & ((1 << SLOT_BITS) - 1)];
    return slot?.kind && slot.generation === fd >>> SLOT_BITS ? slot : undefined;
  }

  #fd(slot: Slot): number {
    return (slot.generation << SLOT_BITS) | slot.index;
  }

  #create(kind: Kind): Slot | undefined {
    let slot = this.#free.pop();
    if (!slot) {
      if (this.#slots.length >> SLOT_BITS) return undefined;
      slot = {
        index: this.#slots.length,
        generation: 1,
        kind: null,
        count: 0,
        semaphore: false,
        nonblock: false,
        bytes: [],
        peer: null,
        stream: null,
        watchers: [],
        timer: undefined,
      };
      this.#slots.push(slot);
    }
    slot.kind = kind;
    this.open++;
    this.highWater = Math.max(this.highWater, this.open);
    return slot;
  }

  /** A new event handle, like eventfd(2). */
  event(initial = 0, flags = 0): number {
    const slot = this.#create('event');
    if (!slot) return -EMFILE;
    slot.count = initial;
    slot.semaphore = (flags & EFD_SEMAPHORE) !== 0;
    return this.#fd(slot);
  }

  /** Two ends of a pipe, read end first, or a negative errno. */
  pipe(): [number, number] | number {
    const read = this.#create('pipe-read');
    const write = this.#create('pipe-write');
    if (!read || !write) {
      if (read) this.close(this.#fd(read));
      return -EMFILE;
    }
    read.peer = write;
    write.peer = read;
    write.bytes = read.bytes;
    return [this.#fd(read), this.#fd(write)];
  }

  /** A handle that is signalled once, after some milliseconds. */
  timer(milliseconds: number): number {
    const slot = this.#create('timer');
    if (!slot) return -EMFILE;
    const fd = this.#fd(slot);
    try {
      slot.timer = setTimeout(() => {
        slot.count = 1;
        this.#notify(slot);
      }, milliseconds);
    } catch (error) {
      this.close(fd);
      throw error;
    }
    return fd;
  }

  /** A handle whose bytes JavaScript gives or takes, or a negative errno. */
  stream(stream: HandleStream): number {
    const slot = this.#create('stream');
    if (!slot) return -EMFILE;
    slot.stream = stream;
    return this.#fd(slot);
  }

  /** A stream has something new to say: whoever waits for its handle looks again. */
  streamChanged(fd: number): void {
    const slot = this.#find(fd);
    if (slot) this.#notify(slot);
  }

  isOpen(fd: number): boolean {
    return this.#find(fd) !== undefined;
  }

  /** The poll(2) bits that hold now; POLLNVAL for a closed or stale handle. */
  events(fd: number): number {
    const slot = this.#find(fd);
    return slot ? events(slot) : POLLNVAL;
  }

  /**
   * Whether whoever waits for the handle can go on: an event or timer that is signalled, a read end with
   * bytes, a write end with room, either with nobody at the other end, a stream that can go on. Undefined
   * for a closed handle.
   */
  isReady(fd: number): boolean | undefined {
    const slot = this.#find(fd);
    if (!slot) return undefined;
    return (events(slot) & (slot.kind === 'event' ? ~POLLOUT : ~0)) !== 0;
  }

  /** Bytes read into `into`, or a negative errno; an event gives its count as eight bytes. */
  read(fd: number, into: Uint8Array): number {
    const slot = this.#find(fd);
    if (!slot) return -EBADF;
    if (slot.kind === 'pipe-read') {
      const { bytes } = slot;
      if (bytes.length === 0) return slot.peer ? -EAGAIN : 0;
      const taken = bytes.splice(0, into.length);
      into.set(taken);
      if (slot.peer) this.#notify(slot.peer);
      return taken.length;
    }
    if (slot.kind === 'pipe-write') return -EBADF;
    if (slot.stream) return slot.stream.read(into);
    if (into.length < 8) return -EINVAL;
    if (slot.count === 0) return -EAGAIN;
    const value = slot.semaphore ? 1 : slot.count;
    slot.count -= value;
    new DataView(into.buffer, into.byteOffset, 8).setBigUint64(0, BigInt(value), true);
    return 8;
  }

  /** Bytes written, or a negative errno; an event takes eight bytes and adds them to its count. */
  write(fd: number, data: Uint8Array): number {
    const slot = this.#find(fd);
    if (!slot || slot.kind === 'pipe-read') return -EBADF;
    if (slot.kind === 'pipe-write') {
      if (!slot.peer) return -EPIPE;
      const room = PIPE_CAPACITY - slot.bytes.length;
      if (room === 0) return -EAGAIN;
      const put = data.subarray(0, room);
      for (const byte of put) slot.bytes.push(byte);
      this.#notify(slot.peer);
      return put.length;
    }
    if (slot.stream) return slot.stream.write(data);
    if (slot.kind === 'timer' || data.length < 8) return -EINVAL;
    const value = new DataView(data.buffer, data.byteOffset, 8).getBigUint64(0, true);
    if (value === 0xffff_ffff_ffff_ffffn) return -EINVAL;
    if (value > BigInt(EVENT_LIMIT - slot.count)) return -EAGAIN;
    slot.count += Number(value);
    if (value > 0n) this.#notify(slot);
    return 8;
  }

  /** fsync(2) of a stream; anything else keeps nothing back, and can't be synchronised. */
  sync(fd: number): number {
    const slot = this.#find(fd);
    if (!slot) return -EBADF;
    return slot.stream ? slot.stream.sync() : -EINVAL;
  }

  /** Closes; who waits for it is told. 0, or a negative errno. */
  close(fd: number): number {
    const slot = this.#find(fd);
    if (!slot) return -EBADF;
    if (slot.timer !== undefined) clearTimeout(slot.timer);
    const { peer, stream, watchers } = slot;
    Object.assign(slot, { kind: null, count: 0, semaphore: false, nonblock: false, peer: null });
    Object.assign(slot, { bytes: [], stream: null, watchers: [], timer: undefined });
    if (slot.generation < LAST_GENERATION) {
      slot.generation++;
      this.#free.push(slot);
    }
    this.open--;
    if (peer) {
      peer.peer = null;
      this.#notify(peer);
    }
    for (const watcher of watchers) watcher.onHandle(fd);
    stream?.closed();
    return 0;
  }

  /** The instance is over: closes every handle, so that nobody waits for ever and no timer is left. */
  end(error: OpenSSLError): void {
    this.ended = error;
    for (const slot of this.#slots) if (slot.kind) this.#closeForEnd(this.#fd(slot));
    for (const watcher of [...this.endWatchers]) watcher.onHandle(-1);
  }

  /** A stream of the user's may be odd, and the others are to be closed all the same. */
  #closeForEnd(fd: number): void {
    try {
      this.close(fd);
    } catch {
      // nobody is left who could be told
    }
  }

  /** With `set` undefined: 1 if reads never wait, else 0. */
  nonblock(fd: number, set?: boolean): number {
    const slot = this.#find(fd);
    if (!slot) return -EBADF;
    if (set === undefined) return Number(slot.nonblock);
    slot.nonblock = set;
    return 0;
  }

  /** Makes an event handle ready. @throws {@link OpenSSLError} `stale`, `argument` */
  signal(fd: number): void {
    const slot = this.#event(fd, 'signalled');
    if (slot.count < EVENT_LIMIT) slot.count++;
    if (slot.watchers.length > 0) this.#notify(slot);
  }

  /** Makes an event handle not ready. @throws {@link OpenSSLError} `stale`, `argument` */
  clear(fd: number): void {
    this.#event(fd, 'cleared').count = 0;
  }

  #event(fd: number, what: string): Slot {
    const slot = this.#find(fd);
    if (!slot) throw this.ended ?? staleHandle(fd);
    if (slot.kind !== 'event')
      throw new OpenSSLError(
        'argument',
        `Handle ${fd} is a ${slot.kind} and cannot be ${what}; write to it or read it instead`,
      );
    return slot;
  }

  /** Adds a watcher; it stays until it is taken off or the handle is closed. */
  watch(fd: number, watcher: HandleWatcher): void {
    this.#find(fd)?.watchers.push(watcher);
  }

  unwatch(fd: number, watcher: HandleWatcher): void {
    const watchers = this.#find(fd)?.watchers;
    const at = watchers ? watchers.indexOf(watcher) : -1;
    if (at >= 0) watchers?.splice(at, 1);
  }

  /** A watcher may take itself or others off while it is told. */
  #notify(slot: Slot): void {
    if (slot.watchers.length === 0) return;
    const fd = this.#fd(slot);
    for (const watcher of [...slot.watchers]) watcher.onHandle(fd);
  }
}

function events({ bytes, count, kind, peer, stream }: Slot): number {
  if (stream) return stream.events();
  if (kind === 'pipe-read') return (bytes.length > 0 ? POLLIN : 0) | (peer ? 0 : POLLHUP);
  if (kind === 'pipe-write') {
    if (!peer) return POLLERR;
    return bytes.length < PIPE_CAPACITY ? POLLOUT : 0;
  }
  return (count > 0 ? POLLIN : 0) | (kind === 'event' && count < EVENT_LIMIT ? POLLOUT : 0);
}

export function staleHandle(fd: number): OpenSSLError {
  return new OpenSSLError('stale', `Handle ${fd} is closed; make a new one with newHandle()`);
}
