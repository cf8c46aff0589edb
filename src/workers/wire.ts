// How errors cross between threads: a structured clone keeps neither our class nor its members.
import type { ErrorCode, KeyProgress, LoadOptions, QueuedError } from '../index.js';
import type { PoolOperation } from './pool-operations.js';

/** Options of an instance that cross to another thread. */
export type InstanceOptions = Pick<LoadOptions, 'memoryLimit' | 'stackSize' | 'timeSlice'>;

/** An error as plain data. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors: readonly QueuedError[];
  /** The cause in words, if there is one. */
  readonly cause: string | undefined;
}

/** How the worker's part of a task ended. */
export type Reply =
  { readonly value: unknown; readonly error?: never } | { readonly error: ErrorData };

/** What a worker exposes. None of these rejects: what fails is in the reply. */
export interface WorkerApi {
  /** Makes the instance. */
  open(module: WebAssembly.Module, options: InstanceOptions): Reply;
  carryOut(
    id: number,
    name: PoolOperation,
    input: object,
    onProgress: ((progress: KeyProgress) => void) | undefined,
  ): Promise<Reply>;
  cancel(id: number): void;
}
