import type { Job, JobEvent, OpenSSL, WaitContext } from 'openssl-async';

/** What a lane shows in one column; a higher one hides a lower one of the same moment. */
export const states = [
  'none',
  'paused',
  'running',
  'waiting',
  'held',
  'finished',
  'failed',
  'cancelled',
] as const;
const NONE = 0;
const PAUSED = 1;
const RUNNING = 2;
const WAITING = 3;
const HELD = 4;
const FINISHED = 5;
const FAILED = 6;
const CANCELLED = 7;

/** How long an end is shown, in columns. */
const END_COLUMNS = 4;

export interface Lane {
  readonly job: Job;
  readonly number: number;
  /** Where it is drawn; -1 if there is no room. */
  row: number;
  readonly label: string;
  /** performance.now() at the start. */
  readonly since: number;
  ended: number | undefined;
  state: number;
  handles: readonly number[];
  stackDepth: number;
  savedFrames: number;
  pauses: number;
}

/** A lane per job and a column per moment, in a ring: what was drawn is never drawn again. */
export class Timeline {
  static readonly columns = 240;
  static readonly maxLanes = 600;
  /** Milliseconds that a column stands for. */
  static readonly step = 50;
  readonly cells = new Uint8Array(Timeline.columns * Timeline.maxLanes);
  readonly lanes: Lane[] = [];
  readonly #byJob = new Map<Job, Lane>();
  readonly #labels = new WeakMap<WaitContext, string>();
  #column = 0;
  #count = 0;
  cancelled = 0;
  finished = 0;
  /** Whether every job, new ones too, is held where it pauses. */
  #holding = false;

  constructor(ossl: OpenSSL) {
    ossl.observeJobs((event) => {
      this.#on(event);
    });
    this.#column = Math.floor(performance.now() / Timeline.step);
  }

  get column(): number {
    return this.#column;
  }

  /** What the lane of the job that this wait context belongs to is called. */
  label(context: WaitContext, text: string): void {
    this.#labels.set(context, text);
  }

  get liveCount(): number {
    return this.#byJob.size;
  }

  #on(event: JobEvent): void {
    const lane = this.#byJob.get(event.job) ?? this.#begin(event);
    if (event.type === 'paused') {
      lane.pauses++;
      lane.handles = event.handles;
      lane.stackDepth = event.stackDepth;
      lane.savedFrames = event.savedFrames;
      lane.state = event.handles.length > 0 ? WAITING : PAUSED;
    } else if (event.type === 'started' || event.type === 'resumed') {
      lane.state = RUNNING;
      this.#mark(lane, RUNNING);
    } else {
      lane.state = { finished: FINISHED, failed: FAILED, cancelled: CANCELLED }[event.type];
      lane.ended = event.time;
      lane.handles = [];
      lane.stackDepth = lane.savedFrames = 0;
      if (event.type === 'cancelled') this.cancelled++;
      else if (event.type === 'finished') this.finished++;
      this.#byJob.delete(event.job);
    }
  }

  #begin({ job, time, waitContext }: JobEvent): Lane {
    if (this.lanes.length >= Timeline.maxLanes || this.#isOver) this.#compact();
    const lane: Lane = {
      job,
      number: ++this.#count,
      row: this.lanes.length < Timeline.maxLanes ? this.lanes.length : -1,
      label: (waitContext && this.#labels.get(waitContext)) ?? 'parse the result',
      since: time,
      ended: undefined,
      state: RUNNING,
      handles: [],
      stackDepth: 0,
      savedFrames: 0,
      pauses: 0,
    };
    // more jobs than lanes are only counted
    if (lane.row >= 0) this.lanes.push(lane);
    this.#byJob.set(job, lane);
    if (this.#holding && job.state !== 'finished') job.hold();
    return lane;
  }

  /** Whether all that is shown ended some seconds ago. */
  get #isOver(): boolean {
    const now = performance.now();
    return this.#byJob.size === 0 && this.lanes.every(({ ended }) => now - (ended ?? now) > 3000);
  }

  /** Keeps the lanes of live jobs only. */
  #compact(): void {
    const width = Timeline.columns;
    let to = 0;
    for (const [from, lane] of this.lanes.entries()) {
      if (lane.ended !== undefined) continue;
      this.cells.copyWithin(to * width, from * width, (from + 1) * width);
      lane.row = to;
      this.lanes[to++] = lane;
    }
    this.lanes.length = to;
    this.cells.fill(NONE, to * width);
  }

  #mark(lane: Lane, state: number): void {
    if (lane.row < 0) return;
    const cell = lane.row * Timeline.columns + (this.#column % Timeline.columns);
    this.cells[cell] = Math.max(this.cells[cell] as number, state);
  }

  /** Fills the columns up to now with the state that each lane is in. */
  advance(now: number): void {
    const column = Math.floor(now / Timeline.step);
    const first = Math.max(this.#column, column - Timeline.columns + 1);
    for (const [row, lane] of this.lanes.entries()) {
      const state = this.shown(lane);
      for (let at = first; at <= column; at++) {
        const cell = row * Timeline.columns + (at % Timeline.columns);
        if (at > this.#column) this.cells[cell] = this.#stateAt(lane, state, at);
        else if (state > (this.cells[cell] as number))
          this.cells[cell] = this.#stateAt(lane, state, at);
      }
    }
    this.#column = column;
  }

  #stateAt(lane: Lane, state: number, column: number): number {
    if (column < Math.floor(lane.since / Timeline.step)) return NONE;
    if (lane.ended === undefined) return state;
    const since = column - Math.floor(lane.ended / Timeline.step);
    if (since <= 0) return RUNNING; // its last turn shows before its end does
    return since <= END_COLUMNS ? state : NONE;
  }

  shown(lane: Lane): number {
    return lane.ended === undefined && lane.job.isHeld && lane.state !== RUNNING
      ? HELD
      : lane.state;
  }

  hold(holding: boolean): void {
    this.#holding = holding;
    for (const { job } of this.#byJob.values())
      if (job.state === 'finished') continue;
      else if (holding) job.hold();
      else job.release();
  }

  get holding(): boolean {
    return this.#holding;
  }

  cancelAll(): void {
    for (const { job } of [...this.#byJob.values()]) this.#cancel(job);
  }

  cancel(lane: Lane): void {
    if (lane.ended === undefined) this.#cancel(lane.job);
  }

  /** It may have finished since its last event. */
  #cancel(job: Job): void {
    if (job.state !== 'finished') job.cancel();
  }
}
