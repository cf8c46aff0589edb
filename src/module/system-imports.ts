import type { Core } from './core.js';
import type { Imports } from './generated/boundary-exports.js';

/** crypto.getRandomValues gives no more at once. */
const ENTROPY_CHUNK = 65536;

/** What C calls for what other programs have of their system. */
export function systemImports(core: Core): Pick<Imports, 'entropy' | 'clock' | 'log' | 'fatal'> {
  return {
    entropy: (buffer, size) => fillRandom(core, buffer, size),
    clock: (monotonic) => (monotonic ? performance.now() : Date.now()),
    log: (fd, text, size) =>
      core.guard(undefined, () => {
        core.watch(core.logger(fd === 1 ? 'info' : 'warn', core.memory.text(text, size).trimEnd()));
      }),
    fatal: (reason) => core.fatal(reason),
  };
}

/** 0, or -1 when the runtime has no CSPRNG: OpenSSL then refuses to give random bytes. */
function fillRandom(core: Core, address: number, size: number): number {
  try {
    for (let done = 0; done < size; done += ENTROPY_CHUNK) {
      const chunk = core.memory.view(address + done, Math.min(ENTROPY_CHUNK, size - done));
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
