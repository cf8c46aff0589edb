import { watch } from '../../base/errors.js';
import type { Job } from './job.js';
import type { WaitContext } from '../waiting/wait-context.js';

/** What has happened to a job: one turn of it began or ended. See `ossl.observeJobs`. */
export interface JobEvent {
  /** A turn begins with `started` or `resumed`, and ends with `paused`, `finished`, `failed` or `cancelled`. */
  readonly type: 'started' | 'resumed' | 'paused' | 'finished' | 'failed' | 'cancelled';
  /** The same object in all events of a job; it may have gone on since. */
  readonly job: Job;
  /** What the job was started with: the one that an operation was given, or one of its own. */
  readonly waitContext: WaitContext | null;
  /** Milliseconds, as `performance.now()` gave them. */
  readonly time: number;
  /** `paused`: the handles that are waited for, newest first; none if it only lets others have their turn. */
  readonly handles: readonly number[];
  /** `paused`: how deep the job's C stack is, in bytes. */
  readonly stackDepth: number;
  /** `paused`: the bytes of its saved frames, which the job holds beside its C stack. */
  readonly savedFrames: number;
}

/** Told of each event, in order. */
export type JobObserver = (event: JobEvent) => void;

/**
 * Hands events on in the next microtask, since an observer may start and resume jobs: an event's job stands
 * between two turns then.
 */
export class JobObservers {
  readonly #onError: (error: unknown) => void;
  readonly #observers = new Set<(event: JobEvent) => unknown>();
  #events: JobEvent[] = [];

  /** @param onError - told what an observer throws or rejects with */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Whether there is an observer: otherwise no event is made. */
  get wanted(): boolean {
    return this.#observers.size > 0;
  }

  add(observer: JobObserver): () => void {
    const tell: (event: JobEvent) => unknown = observer;
    const own = (event: JobEvent): unknown => tell(event);
    this.#observers.add(own);
    return () => {
      this.#observers.delete(own);
    };
  }

  push(event: JobEvent): void {
    if (this.#events.push(event) === 1)
      queueMicrotask(() => {
        const events = this.#events;
        this.#events = [];
        for (const one of events) this.#tell(one);
      });
  }

  #tell(event: JobEvent): void {
    for (const observer of [...this.#observers])
      try {
        watch(observer(event), this.#onError);
      } catch (error) {
        this.#onError(error);
      }
  }
}
