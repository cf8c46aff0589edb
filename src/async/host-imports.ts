import { constants } from '../module/generated/boundary.js';
import type { Imports } from '../module/generated/boundary-exports.js';
import { pointer } from '../module/memory.js';
import type { Core } from './core.js';
import { describe, OpenSSLError } from './errors.js';
import type { StackBlock } from './thread.js';

/** crypto.getRandomValues gives no more at once. */
const ENTROPY_CHUNK = 65536;

/**
 * What C calls: module `host` of the boundary. An import runs exactly once, whatever the jobs do, and
 * throws only if the instance is dead: what a user's function throws goes to `onError`, and C is told
 * by a status.
 */
export function hostImports(core: Core): Imports {
  const guard = <T>(otherwise: T, call: () => T): T => {
    try {
      return call();
    } catch (error) {
      if (core.dead) throw error;
      core.onError(error);
      return otherwise;
    }
  };

  return {
    entropy: (buffer, size) => fillRandom(core, buffer, size),
    clock: (monotonic) => (monotonic ? performance.now() : Date.now()),
    log: (fd, text, size) =>
      guard(undefined, () => {
        core.watch(
          core.logger(
            fd === constants.STDOUT_FILENO ? 'info' : 'warn',
            core.memory.text(text, size).trimEnd(),
          ),
        );
      }),
    fatal: (reason) => core.fatal(reason),

    callback: (id) => guard(0, () => toInt(core.watch(core.callbacks.get(id)?.()), 1)),
    fd_cleanup: (context, key, fd, customData) =>
      guard(undefined, () => {
        if (!core.waitContexts.get(context >>> 0)?.runCleanup(fd, customData >>> 0))
          core.cCleanup?.(context, key, fd, customData);
      }),
    job_step: (id, pauseResult) =>
      guard(constants.OSA_JS_FAILED as number, () => {
        const job = core.jsJobs.get(id);
        return job ? job.step(pauseResult === 1) : constants.OSA_JS_FAILED;
      }),
    progress: (id, phase, count) =>
      guard(0, () => Number(core.progress.get(id)?.(phase, count) ?? 1)),

    key_request: (request) =>
      guard<number>(-constants.EINVAL, () => {
        const id = core.memory.uint(request);
        return core.keyHolders.get(id)?.request(request) ?? -constants.EBADF;
      }),
    key_free: (id) => {
      core.keyHolders.remove(id);
    },

    stack_alloc: (size) =>
      pointer(
        guard(0, () => {
          const given = core.watch(core.stackAlloc?.(core.memory.uint(size)));
          if (!given) return 0;
          checkStack(core, given);
          core.memory.setInt(size, given.size);
          return given.address;
        }),
      ),
    stack_free: (stack) =>
      guard(undefined, () => {
        core.watch(core.stackFree?.(stack));
      }),

    handle_pipe: (fds) => {
      const ends = core.handles.pipe();
      if (typeof ends === 'number') return ends;
      core.memory.setInt(fds, ends[0]);
      core.memory.setInt(fds + 4, ends[1]);
      return 0;
    },
    handle_event: (initial, flags) => core.handles.event(initial >>> 0, flags),
    // not every scope has timers: an AudioWorklet's has none
    handle_timer: (milliseconds) =>
      guard(-constants.EINVAL, () => core.handles.timer(milliseconds)),
    handle_read: (fd, buffer, size) => core.handles.read(fd, view(core, buffer, size)),
    handle_write: (fd, buffer, size) =>
      guard(-constants.EINVAL, () => core.handles.write(fd, view(core, buffer, size))),
    handle_sync: (fd) => core.handles.sync(fd),
    handle_close: (fd) => guard(-constants.EINVAL, () => core.handles.close(fd)),
    handle_events: (fd) => core.handles.events(fd),
    handle_nonblock: (fd, set) => core.handles.nonblock(fd, set < 0 ? undefined : set !== 0),
  };
}

function view(core: Core, address: number, size: number): Uint8Array {
  return core.memory.bytes.subarray(address >>> 0, (address >>> 0) + (size >>> 0));
}

/** C would write wherever it is told to. */
function checkStack(core: Core, { address, size }: StackBlock): void {
  const end = core.memory.bytes.length;
  if (
    Number.isInteger(address) &&
    Number.isInteger(size) &&
    address > 0 &&
    size >= 0 &&
    address + size <= end
  )
    return;
  throw new OpenSSLError(
    'argument',
    `An allocator gave ${describe(size)} bytes at ${describe(address)}, which is not in the module's memory`,
  );
}

/** What a JavaScript callback returned, as C's int. */
export function toInt(value: unknown, otherwise: number): number {
  if (typeof value === 'number') return value | 0;
  return typeof value === 'boolean' ? Number(value) : otherwise;
}

/** 0, or -1 when the host has no CSPRNG: OpenSSL then refuses to give random bytes. */
function fillRandom(core: Core, address: number, size: number): number {
  try {
    for (let done = 0; done < size; done += ENTROPY_CHUNK) {
      const chunk = view(core, address + done, Math.min(ENTROPY_CHUNK, size - done));
      // A fresh buffer: some runtimes refuse to fill a view of WebAssembly memory.
      const random = crypto.getRandomValues(new Uint8Array(chunk.length));
      chunk.set(random);
      random.fill(0);
    }
    return 0;
  } catch {
    return -1;
  }
}
