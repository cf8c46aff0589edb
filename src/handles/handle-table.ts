import { constants } from '../module/generated/boundary.js';
import { OpenSSLError } from '../base/errors.js';
import { EventCounter, type HandleKind, ReadEnd, Timer, WriteEnd } from './handle-kinds.js';

const { EBADF, EFD_SEMAPHORE, EMFILE, POLLNVAL, POLLOUT } = constants;

const SLOT_BITS = 20;
const LAST_GENERATION = 2047;

/** Told when a handle becomes ready, is signalled again, or is closed. */
export interface HandleWatcher {
  onHandle(fd: number): void;
}

/** What a stream behind a handle stands on. */
export interface StreamOwner {
  readonly handles: HandleTable;
  /** Told what a stream has thrown, while C reads or writes it: why the running job will fail. */
  failed(error: unknown): void;
}

interface Slot {
  readonly index: number;
  generation: number;
  /** What is behind the handle; undefined while none is open here. */
  kind: HandleKind | undefined;
  nonblock: boolean;
  watchers: HandleWatcher[];
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

  /** A new handle, or a negative errno. */
  #create(kind: HandleKind): number {
    let slot = this.#free.pop();
    if (!slot) {
      if (this.#slots.length >> SLOT_BITS) return -EMFILE;
      const index = this.#slots.length;
      slot = { index, generation: 1, kind: undefined, nonblock: false, watchers: [] };
      this.#slots.push(slot);
    }
    slot.kind = kind;
    this.open++;
    this.highWater = Math.max(this.highWater, this.open);
    return this.#fd(slot);
  }

  /** A new event handle, like eventfd(2), or a negative errno. */
  event(initial = 0, flags = 0): number {
    return this.#create(new EventCounter(initial, (flags & EFD_SEMAPHORE) !== 0));
  }

  /** Two ends of a pipe, read end first, or a negative errno. */
  pipe(): [number, number] | number {
    const ends = [new ReadEnd(), new WriteEnd()] as const;
    const read = this.#create(ends[0]);
    if (read < 0) return read;
    const write = this.#create(ends[1]);
    if (write < 0) {
      this.close(read);
      return write;
    }
    ends[0].connect(ends[1]);
    ends[0].changed = () => {
      this.changed(read);
    };
    ends[1].changed = () => {
      this.changed(write);
    };
    return [read, write];
  }

  /** A handle that is signalled once, after some milliseconds, or a negative errno. */
  timer(milliseconds: number): number {
    const timer = new Timer();
    const fd = this.#create(timer);
    if (fd < 0) return fd;
    try {
      timer.start(milliseconds, () => {
        this.changed(fd);
      });
    } catch (error) {
      this.close(fd);
      throw error;
    }
    return fd;
  }

  /** A handle whose bytes JavaScript gives or takes, or a negative errno. */
  stream(stream: HandleKind): number {
    return this.#create(stream);
  }

  /** There is something new to say of a handle: its watchers look again. */
  changed(fd: number): void {
    const slot = this.#find(fd);
    if (slot) this.#notify(slot);
  }

  isOpen(fd: number): boolean {
    return this.#find(fd) !== undefined;
  }

  /** The poll(2) bits that hold now; POLLNVAL for a closed or stale handle. */
  events(fd: number): number {
    return this.#find(fd)?.kind?.events() ?? POLLNVAL;
  }

  /**
   * Whether what waits for the handle can go on: an event or timer that is signalled, a read end with
   * bytes, a write end with room, either when its other end is closed, a stream that can go on. Undefined
   * for a closed handle.
   */
  isReady(fd: number): boolean | undefined {
    const kind = this.#find(fd)?.kind;
    return kind && (kind.events() & (kind instanceof EventCounter ? ~POLLOUT : ~0)) !== 0;
  }

  /** Bytes read into `into`, or a negative errno; an event gives its count as eight bytes. */
  read(fd: number, into: Uint8Array): number {
    return this.#find(fd)?.kind?.read(into) ?? -EBADF;
  }

  /** Bytes written, or a negative errno; an event takes eight bytes and adds them to its count. */
  write(fd: number, data: Uint8Array): number {
    const slot = this.#find(fd);
    const written = slot?.kind?.write(data) ?? -EBADF;
    if (slot && written > 0) this.#notify(slot);
    return written;
  }

  /** fsync(2) of a stream; anything else keeps nothing back, and can't be synchronised. */
  sync(fd: number): number {
    return this.#find(fd)?.kind?.sync() ?? -EBADF;
  }

  /** Closes, and tells those that wait for it. 0, or a negative errno. */
  close(fd: number): number {
    const slot = this.#find(fd);
    if (!slot) return -EBADF;
    const { kind, watchers } = slot;
    Object.assign(slot, { kind: undefined, nonblock: false, watchers: [] });
    if (slot.generation < LAST_GENERATION) {
      slot.generation++;
      this.#free.push(slot);
    }
    this.open--;
    for (const watcher of watchers) watcher.onHandle(fd);
    kind?.closed();
    return 0;
  }

  /** The instance is over: closes every handle, so that no wait is endless and no timer is left. */
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
      // the instance is over, and so is its onError
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
    this.#event(fd, 'signalled').signal();
    this.changed(fd);
  }

  /** Makes an event handle not ready. @throws {@link OpenSSLError} `stale`, `argument` */
  clear(fd: number): void {
    this.#event(fd, 'cleared').clear();
  }

  #event(fd: number, what: string): EventCounter {
    const kind = this.#find(fd)?.kind;
    if (!kind) throw this.ended ?? staleHandle(fd);
    if (kind instanceof EventCounter) return kind;
    throw new OpenSSLError(
      'argument',
      `Handle ${fd} is the end of a pipe, a timer or a stream, and cannot be ${what}; write to it or read it instead`,
    );
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

/** The number of a handle that has been made. @throws {@link OpenSSLError} `memory` if it is a negative errno */
export function made(fd: number): number {
  if (fd > 0) return fd;
  throw new OpenSSLError('memory', 'Too many virtual handles are open');
}

export function staleHandle(fd: number): OpenSSLError {
  return new OpenSSLError('stale', `Handle ${fd} is closed; make a new one with newHandle()`);
}
