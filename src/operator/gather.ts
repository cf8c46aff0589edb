import { type BytesLike, bytesOf, isBytes, isSameMemory } from '../base/bytes.js';
import { type ByteSource, checkByteSource, collect } from '../base/byte-source.js';
import { checkSignal, checkTimeout } from '../base/checks.js';
import { abortError, OpenSSLError } from '../base/errors.js';
import { startTimer } from '../base/timeout.js';
import type { CallOwner } from './call.js';
import type { OperationOptions } from './operator.js';

/** Bytes at once or from a source, for arguments that OpenSSL wants in one piece. */
export type WholeBytes = BytesLike | ByteSource;

type Gathered<T> = { readonly [N in keyof T]: Uint8Array | Extract<T[N], undefined> };

/** What has been gathered, and the options with what is left of the time. */
interface Ready<T> {
  readonly bytes: Gathered<T>;
  readonly options: OperationOptions;
  /** Wipes what was made here; what is the caller's is the caller's. */
  readonly wipe: () => void;
}

/**
 * Arguments that OpenSSL wants in one piece, by their names. Where all are bytes already there is no promise, so that
 * they are read at the call, before the caller can change them. Otherwise the sources are read until the signal fires or
 * the deadline passes; then they are closed.
 *
 * @throws {@link OpenSSLError} `argument` for what is neither; what a source throws, `aborted`, `timeout` reject
 */
export function gather<T extends Readonly<Record<string, unknown>>>(
  owner: CallOwner,
  given: T,
  { signal, timeout, waitContext }: OperationOptions,
): Ready<T> | Promise<Ready<T>> {
  const options = { signal, timeout, waitContext };
  const names = Object.keys(given);
  for (const name of names)
    if (given[name] !== undefined && !isBytes(given[name])) checkByteSource(name, given[name]);
  const isReady = (name: string): boolean => given[name] === undefined || isBytes(given[name]);
  const ready = Object.fromEntries(
    names
      .filter(isReady)
      .map((name) => [name, given[name] === undefined ? undefined : bytesOf(name, given[name])]),
  );
  const sources = names.filter((name) => !isReady(name));
  if (sources.length === 0)
    return {
      bytes: ready as Gathered<T>,
      options,
      wipe: () => {
        for (const [name, bytes] of Object.entries(ready))
          if (bytes && !isSameMemory(bytes, given[name])) bytes.fill(0);
      },
    };
  return gatherSources(owner, given, { ready, sources }, options) as Promise<Ready<T>>;
}

async function gatherSources(
  owner: CallOwner,
  given: Readonly<Record<string, unknown>>,
  found: { ready: Record<string, Uint8Array | undefined>; sources: readonly string[] },
  options: OperationOptions,
): Promise<unknown> {
  const { signal, timeout, waitContext } = options;
  checkSignal(signal);
  checkTimeout(timeout);
  if (owner.core.dead) throw owner.core.dead;
  if (signal?.aborted) throw abortError(signal.reason);
  // the caller may change his while the others come
  const bytes: Record<string, Uint8Array | undefined> = Object.fromEntries(
    Object.entries(found.ready).map(([name, value]) => [name, value?.slice()]),
  );
  const wipe = (): void => {
    for (const one of Object.values(bytes)) one?.fill(0);
  };
  const begun = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end: (error: unknown) => void = () => undefined;
  const watcher = {
    onAbort: (reason: unknown) => {
      end(abortError(reason));
    },
    onHandle: () => {
      end(owner.core.dead); // all handles are closed: the instance is over
    },
  };
  try {
    const ending = new Promise<never>((_, reject) => {
      end = reject;
      if (signal) owner.aborts.add(signal, watcher);
      owner.handles.endWatchers.add(watcher);
      if (timeout !== undefined)
        timer = startTimer(() => {
          reject(new OpenSSLError('timeout', `The deadline of ${timeout} ms passed`));
        }, timeout);
    });
    ending.catch(() => undefined); // it may come when everything has been read
    const read = found.sources.map(async (name) => {
      bytes[name] = await collect(name, given[name] as ByteSource, ending);
    });
    await Promise.all(read);
  } catch (error) {
    wipe();
    throw error;
  } finally {
    if (timer !== undefined) clearTimeout(timer);
    if (signal) owner.aborts.remove(signal, watcher);
    owner.handles.endWatchers.delete(watcher);
  }
  const left = timeout === undefined ? undefined : Math.max(0, timeout - (Date.now() - begun));
  return { bytes, options: { signal, timeout: left, waitContext }, wipe };
}

/** Whether sources are being read. */
export function isPending<T>(given: T | Promise<T>): given is Promise<T> {
  return typeof (given as { then?: unknown }).then === 'function';
}
