// One worker: a Web Worker, or a thread of Node. What both have in common is a MessagePort, which Comlink takes.
import { releaseProxy, type Remote, wrap } from 'comlink';
import { OpenSSLError } from '../index.js';
import { leftBehind } from '../module/beside.js';
import type { WorkerApi } from './wire.js';

/** What a pool needs of a worker: of a Web Worker, and of a `Worker` of `node:worker_threads`. */
export interface AnyWorker {
  postMessage(message: unknown, transfer: MessagePort[]): void;
  terminate(): unknown;
  addEventListener?(type: 'error' | 'messageerror', listener: (event: unknown) => void): void;
  on?(type: 'error' | 'exit', listener: (value: unknown) => void): unknown;
  ref?(): void;
  unref?(): void;
}

type NodePort = MessagePort & { ref?: () => void; unref?: () => void };

/** A worker with its instance's interface, and the moment of its death. */
export class Thread {
  readonly api: Remote<WorkerApi>;
  readonly #worker: AnyWorker;
  readonly #port: NodePort;
  #isEnded = false;
  /** Told once when the worker dies by itself. */
  onDeath: ((error: OpenSSLError) => void) | undefined;

  constructor(worker: AnyWorker) {
    this.#worker = worker;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.api = wrap<WorkerApi>(port1);
    // Node's emits `error` and `exit`; a browser's only tells of what its program does not catch
    if (worker.on) {
      worker.on('error', (error) => {
        this.#die(error);
      });
      worker.on('exit', (code) => {
        this.#die(new Error(`It exited with code ${String(code)}`));
      });
    } else {
      const onError = (event: unknown): void => {
        const { error, message = '' } = event as { error?: unknown; message?: string };
        this.#die(error ?? new Error(message === '' ? 'Its program could not be loaded' : message));
      };
      worker.addEventListener?.('error', onError);
      worker.addEventListener?.('messageerror', onError);
    }
    worker.postMessage(port2, [port2]);
  }

  /** Whether it keeps a process of Node alive. */
  set isBusy(busy: boolean) {
    for (const each of [this.#worker, this.#port]) {
      if (busy) each.ref?.();
      else each.unref?.();
    }
  }

  #die(cause: unknown): void {
    if (this.#isEnded) return;
    this.end();
    this.onDeath?.(new OpenSSLError('dead', 'The worker has died', { cause }));
  }

  /** Ends the worker at once. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    void this.#worker.terminate();
    this.api[releaseProxy]();
    this.#port.close();
  }
}

interface NodeModules {
  'node:worker_threads': { Worker: new (url: URL, options: { execArgv: string[] }) => AnyWorker };
  'node:os': { availableParallelism(): number };
}

function nodeModule<N extends keyof NodeModules>(name: N): NodeModules[N] | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: N) => NodeModules[N] };
  };
  return process?.getBuiltinModule?.(name);
}

/** A worker with the package's program. The form with `new URL` in it is what bundlers look for. */
export function startWorker(): AnyWorker {
  const moved = leftBehind('pool-worker.js', import.meta.url);
  if (typeof Worker === 'function' && moved)
    return new Worker(moved, { type: 'module', name: 'openssl-async' });
  if (typeof Worker === 'function')
    return new Worker(new URL('./pool-worker.js', import.meta.url), {
      type: 'module',
      name: 'openssl-async',
    });
  const threads = nodeModule('node:worker_threads');
  if (!threads) throw new OpenSSLError('load', 'There are no workers in this runtime');
  // the program's own flags are not the worker's: with --input-type a thread does not even start
  return new threads.Worker(new URL('./pool-worker.js', import.meta.url), { execArgv: [] });
}

/** How many threads can run at once. */
export function coreCount(): number {
  return (
    (globalThis as { navigator?: Partial<Navigator> }).navigator?.hardwareConcurrency ??
    nodeModule('node:os')?.availableParallelism() ??
    1
  );
}
