import { LEVELS, type Level } from './priority.js';

/**
 * Runs that wait for a place in the job pool: the most urgent first, and of these the oldest. Coming, going and looking
 * who is first cost the same however many wait.
 */
export class PlaceQueue<T extends { readonly level: Level }> {
  readonly #levels = Array.from({ length: LEVELS }, () => new Set<T>());

  get length(): number {
    return this.#levels.reduce((sum, { size }) => sum + size, 0);
  }

  /** Who may try next, and nobody else. */
  get first(): T | undefined {
    for (const level of this.#levels) for (const run of level) return run;
    return undefined;
  }

  /** Whether somebody waits who comes before a run that has just come, or has waited already. */
  isBehind(run: T): boolean {
    const { first } = this;
    return first !== undefined && first !== run && first.level <= run.level;
  }

  /** At the end of those that are as urgent; whoever waits already keeps his place. */
  add(run: T): void {
    this.#levels[run.level]?.add(run);
  }

  /** Whether the run was here. */
  remove(run: T): boolean {
    return this.#levels[run.level]?.delete(run) ?? false;
  }
}
