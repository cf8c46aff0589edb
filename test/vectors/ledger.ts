// What became of each vector: tested, or left out for a reason that has a name. Nothing goes uncounted.

export interface Tally {
  /** Tested with an ordinary key, or with none. */
  run: number;
  /** Tested again with a key whose private part JavaScript holds. */
  held: number;
  /** Of those that were run: tested in part, by reason. */
  readonly partly: Record<string, number>;
  /** Left out, by reason. */
  readonly omitted: Record<string, number>;
  readonly failures: string[];
}

/** Thrown by a test of a vector that the facade can't express. */
export class Omitted extends Error {}

export function omit(reason: string): never {
  throw new Omitted(reason);
}

export class Ledger {
  readonly tally: Tally = { run: 0, held: 0, partly: {}, omitted: {}, failures: [] };

  /** Runs the test of one vector and writes down what became of it. */
  async enter(name: string, test: () => Promise<void>): Promise<void> {
    try {
      await test();
      this.tally.run++;
    } catch (error) {
      if (error instanceof Omitted) {
        const { omitted } = this.tally;
        omitted[error.message] = (omitted[error.message] ?? 0) + 1;
      } else {
        this.tally.failures.push(`${name}: ${String(error)}`);
      }
    }
  }

  partly(reason: string): void {
    const { partly } = this.tally;
    partly[reason] = (partly[reason] ?? 0) + 1;
  }

  heldToo(): void {
    this.tally.held++;
  }
}
