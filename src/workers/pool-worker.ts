// The program of a pool's workers: an instance of its own, made from the module that the pool has compiled.
import { expose, releaseProxy, type Remote, transfer } from 'comlink';
import { describe, OpenSSLError } from '../base/errors.js';
import type { KeyProgress } from '../crypto/keys/generate-key.js';
import type { Key } from '../crypto/keys/key.js';
import { OpenSSL } from '../openssl.js';
import { implementations } from './implementations.js';
import { type KeyBytes, type PoolOperation, secretMembers } from './pool-operations.js';
import type { ErrorData, InstanceOptions, Reply, WorkerApi } from './wire.js';

type Progress = ((progress: KeyProgress) => void) | undefined;

/** What a pool talks to, through Comlink. */
export class PoolWorker implements WorkerApi {
  #ossl: OpenSSL | undefined;
  readonly #tasks = new Map<number, AbortController>();

  open(module: WebAssembly.Module, options: InstanceOptions): Reply {
    try {
      this.#ossl = new OpenSSL(module, options);
      return { value: undefined };
    } catch (error) {
      return { error: errorData(error) };
    }
  }

  async carryOut(
    id: number,
    name: PoolOperation,
    input: object,
    onProgress: Progress,
  ): Promise<Reply> {
    const controller = new AbortController();
    this.#tasks.set(id, controller);
    const keys: Key[] = [];
    const progress =
      onProgress && lastDelivered(onProgress as Remote<Exclude<Progress, undefined>>);
    try {
      const ossl = this.#ossl as OpenSSL;
      const { signal } = controller;
      const key = async (bytes: KeyBytes): Promise<Key> => {
        const read = await ossl.keys.import(bytes, { signal });
        keys.push(read);
        return read;
      };
      const operation = implementations[name] as (...args: unknown[]) => Promise<unknown>;
      const value = await operation({ ossl, signal, onProgress: progress?.tell, key }, input);
      await progress?.delivered();
      // moved, not copied: nothing of a private key stays behind
      return transfer({ value }, buffersOf(value));
    } catch (error) {
      return { error: errorData(error) };
    } finally {
      for (const key of keys) key.free();
      this.#tasks.delete(id);
      wipe(input);
      progress?.release();
    }
  }

  cancel(id: number): void {
    this.#tasks.get(id)?.abort();
  }
}

/** Progress crosses in messages of its own: the result waits until the last has been seen. */
function lastDelivered(onProgress: Remote<(progress: KeyProgress) => void>): {
  tell: (progress: KeyProgress) => void;
  delivered: () => Promise<unknown>;
  release: () => void;
} {
  let last: Promise<unknown> | undefined;
  return {
    tell: (progress) => {
      last = (onProgress(progress) as Promise<unknown>).catch(() => undefined); // the pool has ended the task
    },
    delivered: () => Promise.resolve(last),
    release: () => {
      onProgress[releaseProxy]();
    },
  };
}

function buffersOf(value: unknown): ArrayBuffer[] {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}

function wipe(input: object): void {
  for (const name of secretMembers) {
    const value = (input as Record<string, unknown>)[name];
    if (value instanceof Uint8Array) value.fill(0);
  }
}

function errorData(error: unknown): ErrorData {
  if (!(error instanceof OpenSSLError))
    return { code: 'job', message: describe(error), errors: [], cause: undefined };
  const { cause, code, errors, message } = error;
  return { code, message, errors, cause: cause === undefined ? undefined : describe(cause) };
}

interface NodeProcess {
  getBuiltinModule?: (name: 'node:worker_threads') => {
    parentPort: { once(event: 'message', listener: (port: MessagePort) => void): void } | null;
  };
}

/** The first message is the port that everything else goes through: so it is the same in Node and elsewhere. */
function start(port: MessagePort): void {
  expose(new PoolWorker(), port);
}

const { process } = globalThis as { process?: NodeProcess };
const parentPort = process?.getBuiltinModule?.('node:worker_threads').parentPort;
if (parentPort) {
  parentPort.once('message', start);
} else {
  addEventListener(
    'message',
    ({ data }: MessageEvent<MessagePort>) => {
      start(data);
    },
    { once: true },
  );
}
