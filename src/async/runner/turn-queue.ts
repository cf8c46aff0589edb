import { Fifo } from './fifo.js';
import { macrotaskScheduler } from './macrotask.js';
import { LEVELS, type Level } from './priority.js';

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
 * Who is ready: the most urgent first, and of these first come, first served; one after the other until the time slice
 * is used up. The rest waits until the event loop has had its turn.
 */
export class TurnQueue<T extends { readonly level: Level }> {
  readonly #slice: number;
  readonly #turns: Turns<T>;
  readonly #macrotask = macrotaskScheduler(() => this.#urgent.length > 0);
  readonly #urgent = new Fifo<T>();
  readonly #levels = [this.#urgent, ...Array.from({ length: LEVELS - 1 }, () => new Fifo<T>())];
  /** Entries with nothing to wait for: tried again when the event loop has had its turn. */
  #polled: T[] = [];
  #pumping = false;
  #pumpScheduled = false;
  #urgentScheduled = false;
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
    this.#levels[entry.level]?.push(entry);
    if (this.#pumping) return;
    if (entry.level === 0) {
      this.#scheduleUrgent();
      return;
    }
    if (this.#pumpScheduled) return;
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

  /** An entry that nothing will wake is tried again after so many milliseconds; where there are no timers, after a turn. */
  rest(entry: T, milliseconds: number): void {
    if (typeof setTimeout !== 'function') {
      this.poll(entry);
      return;
    }
    setTimeout(() => {
      this.#orBroken(() => {
        this.#turns.again(entry);
      });
    }, milliseconds);
  }

  /**
   * Whoever comes to an idle queue waits for a turn of his own: workerd drops the tasks of a request that has ended, and
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

  get #isEmpty(): boolean {
    return this.#levels.every(({ length }) => length === 0);
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
    if (!this.#isEmpty) this.#pump();
  }

  /** Nobody calls these who could be told. */
  #orBroken(action: () => void): void {
    try {
      action.call(this);
    } catch (error) {
      this.#turns.broken(error);
    }
  }

  /** Who blocks the user has his turn at once, whatever is used up of the slice: a step each of those that came. */
  #scheduleUrgent(): void {
    if (this.#urgentScheduled) return;
    this.#urgentScheduled = true;
    queueMicrotask(() => {
      this.#urgentScheduled = false;
      this.#orBroken(() => {
        this.#pumpSome(this.#urgent.length);
      });
    });
  }

  #pump(): void {
    this.#pumpScheduled = false;
    this.#pumpSome(Infinity);
  }

  /** Gives turns until the slice is over: to so many whose turn is due in any case, and then to whoever is left. */
  #pumpSome(due: number): void {
    if (this.#pumping) return; // it has thrown, and nothing goes on any more
    this.#pumping = true;
    if (!this.#turnScheduled) {
      this.#turnStart = performance.now();
      this.#scheduleTurn();
    }
    const isUrgent = due !== Infinity;
    for (let given = 0; !this.#isEmpty && (!isUrgent || given < due); given++) {
      this.#turns.take(this.#next());
      if (!isUrgent && this.#sliceIsOver) break;
    }
    if (!this.#isEmpty) this.#pumpScheduled = true; // by the end of this turn, above
    this.#pumping = false;
  }

  #next(): T {
    const level = this.#levels.find(({ length }) => length > 0);
    return level?.shift() as T;
  }
}
