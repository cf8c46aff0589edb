/** What a pool needs of a worker: of a Web Worker, and of a `Worker` of `node:worker_threads`. */
export interface AnyWorker {
  postMessage(message: unknown, transfer: unknown[]): void;
  terminate(): unknown;
  addEventListener?(type: 'error' | 'messageerror', listener: (event: unknown) => void): void;
  on?(type: 'error' | 'exit', listener: (value: unknown) => void): unknown;
  ref?(): void;
  unref?(): void;
}
