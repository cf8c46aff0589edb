/**
 * JavaScript values that C refers to by number: from the first on, up to 2^32 - 1. One that was given comes again only
 * after all the others, so a stale one finds nothing.
 */
export class Registry<T> {
  readonly #values = new Map<number, T>();
  readonly #first: number;
  #next: number;

  constructor(first = 1) {
    this.#first = first;
    this.#next = first;
  }

  get size(): number {
    return this.#values.size;
  }

  add(value: T): number {
    while (this.#values.has(this.#next)) this.#advance();
    const id = this.#next;
    this.#advance();
    this.#values.set(id, value);
    return id;
  }

  #advance(): void {
    this.#next = (this.#next + 1) >>> 0 || this.#first;
  }

  get(id: number): T | undefined {
    return this.#values.get(id);
  }

  remove(id: number): void {
    this.#values.delete(id);
  }
}
