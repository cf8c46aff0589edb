/** What is pushed comes out of the iteration, until it fails. */
export class Queue {
  #items = [];
  #failure;
  #wake = () => {};

  push(item) {
    this.#items.push(item);
    this.#wake();
  }

  /** The iteration throws this once what was pushed before is read. */
  fail(error) {
    this.#failure ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator]() {
    for (;;) {
      while (this.#items.length > 0) yield this.#items.shift();
      if (this.#failure) throw this.#failure.error;
      await new Promise((wake) => {
        this.#wake = wake;
      });
    }
  }
}
