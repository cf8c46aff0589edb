import { macrotaskScheduler } from './macrotask.js';

/** What a {@link TurnQueue} does with its entries. */
export interface Turns<T> {
  /** An entry's turn has come. */
  readonly take: (entry: T) => void;
  /** The event loop has had its turn: an entry that was to be tried again may be ready. */
  readonly again: (entry: T) => void;
  /** Nothing would ever go on: the host has no turns to give, say. */
  readonly broken: (error: unknown) => void;
}

/**
 * The entries that are ready, first come, first served: one after the other until the time slice is used up. The rest waits until
 * the event loop has had its turn.
 */
export class TurnQueue<T> {
  readonly #slice: number;
  readonly #turns: Turns<T>;
  readonly #macrotask = macrotaskScheduler();
  #ready: T[] = [];
  #head = 0;
  /** Entries with nothing to wait for: tried again when the event loop has had its turn. */
  #polled: T[] = [];
  #pumping = false;
  #pumpScheduled = false;
  #turnScheduled = false;
  /** Counts the turns that were given up. */
  #turn = 0;
  /** When this turn of the event loop began to be ours. */
  #turnStart = 0;

  /** @param slice - milliseconds for which the event loop may be kept waiting */
  constructor(slice: number, turns: Turns<T>) {
    this.#slice = slice;
    this.#turns = turns;
  }

  push(entry: T): void {
    this.#ready.push(entry);
    if (this.#pumping || this.#pumpScheduled) return;
    this.#pumpScheduled = true;
    // The rest of this turn is ours while the slice lasts; then the event loop comes first.
    if (this.#turnScheduled && this.#sliceIsOver) return;
    queueMicrotask(() => {
      this.#orBroken(this.#pump);
    });
  }

  /** An entry that nothing will wake is tried again after a turn of the event loop. */
  poll(entry: T): void {
    this.#polled.push(entry);
    this.#scheduleTurn();
  }

  /**
   * What comes to an idle queue waits for a turn of its own: workerd drops the tasks of a request that has ended, and
   * the one that is awaited may be of these. What is used up of the slice stays so.
   */
  renewTurn(): void {
    if (!this.#turnScheduled) return;
    this.#turnScheduled = false;
    this.#pumpScheduled = false;
    this.#turn++;
    this.#orBroken(this.#scheduleTurn);
  }

  get #sliceIsOver(): boolean {
    return performance.now() - this.#turnStart >= this.#slice;
  }

  /** Marks where the present turn of the event loop ends. */
  #scheduleTurn(): void {
    if (this.#turnScheduled) return;
    this.#turnScheduled = true;
    const turn = this.#turn;
    this.#macrotask(() => {
      if (turn === this.#turn) this.#orBroken(this.#beginTurn);
    });
  }

  #beginTurn(): void {
    this.#turnScheduled = false;
    const polled = this.#polled;
    this.#polled = [];
    for (const entry of polled) this.#turns.again(entry);
    if (this.#head < this.#ready.length) this.#pump();
  }

  /** These are called by the event loop, which could not be told what they throw. */
  #orBroken(action: () => void): void {
    try {
      action.call(this);
    } catch (error) {
      this.#turns.broken(error);
    }
  }

  #pump(): void {
    this.#pumpScheduled = false;
    if (this.#pumping) return; // it has thrown, and nothing goes on any more
    this.#pumping = true;
    if (!this.#turnScheduled) {
      this.#turnStart = performance.now();
      this.#scheduleTurn();
    }
    while (this.#head < this.#ready.length) {
      const entry = this.#ready[this.#head++] as T;
      if (this.#head > 1024) this.#compact();
      this.#turns.take(entry);
      if (this.#sliceIsOver) break;
    }
    if (this.#head === this.#ready.length) this.#compact();
    else this.#pumpScheduled = true; // by the end of this turn, above
    this.#pumping = false;
  }

  #compact(): void {
    this.#ready = this.#ready.slice(this.#head);
    this.#head = 0;
  }
}
