import type { Signal } from './platform.js';

/** Told when a signal fires. */
export interface Abortable {
  onAbort(reason: unknown): void;
}

/**
 * One listener per `AbortSignal`, however many calls share it: runtimes warn of a leak from the eleventh
 * listener on, and a thousand calls may well have one signal.
 */
export class AbortListeners {
  readonly #signals = new Map<Signal, { targets: Set<Abortable>; listener: () => void }>();

  add(signal: Signal, target: Abortable): void {
    let entry = this.#signals.get(signal);
    if (!entry) {
      const targets = new Set<Abortable>();
      const listener = (): void => {
        this.#signals.delete(signal);
        for (const each of targets) each.onAbort(signal.reason);
      };
      entry = { targets, listener };
      this.#signals.set(signal, entry);
      signal.addEventListener('abort', listener, { once: true });
    }
    entry.targets.add(target);
  }

  remove(signal: Signal, target: Abortable): void {
    const entry = this.#signals.get(signal);
    if (!entry?.targets.delete(target) || entry.targets.size > 0) return;
    this.#signals.delete(signal);
    signal.removeEventListener('abort', entry.listener);
  }
}
