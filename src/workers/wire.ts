// How errors cross between threads: a structured clone keeps neither our class nor its members.
import type { ErrorCode, KeyProgress, QueuedError } from '../index.js';
import type { WasmModule } from '../base/platform.js';
import type { InstanceOptions } from './instance-options.js';
import type { PoolOperation } from './pool-operations.js';

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
  open(module: WasmModule, options: InstanceOptions): Reply;
  carryOut(
    id: number,
    name: PoolOperation,
    input: object,
    onProgress: ((progress: KeyProgress) => void) | undefined,
  ): Promise<Reply>;
  cancel(id: number): void;
}
