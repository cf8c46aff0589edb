/** JavaScript values that C refers to by number. A number is never given twice, so a stale one finds nothing. */
export class Registry<T> {
  readonly #values = new Map<number, T>();
  #next = 1;

  get size(): number {
    return this.#values.size;
  }

  add(value: T): number {
    while (this.#values.has(this.#next)) this.#next = (this.#next + 1) >>> 0 || 1;
    const id = this.#next;
    this.#next = (id + 1) >>> 0 || 1;
    this.#values.set(id, value);
    return id;
  }

  get(id: number): T | undefined {
    return this.#values.get(id);
  }

  remove(id: number): void {
    this.#values.delete(id);
  }
}
