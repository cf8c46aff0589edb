// One run of the model test: some jobs and handles, driven by commands, and what they should come to.
import {
  ASYNC_FINISH,
  ASYNC_NO_JOBS,
  ASYNC_PAUSE,
  type StartJobOptions,
  type Stats,
  type WaitContext,
} from '../../../src/index.js';
import { pointer } from '../../../src/module/memory.js';
import {
  ErrorQueue,
  type EventModel,
  JobModel,
  type ModelStep,
  WaitContextModel,
} from './job-model.js';
import { testLayout } from '../generated/boundary-test.js';
import { stepWords } from '../script.js';
import { ints, type TestInstance, type Toolkit } from '../suite.js';

export const MAX_JOBS = 200;
/** Steps of a script at the most, its `return` included. */
export const MAX_STEPS = 14;
const EVENTS = 3;
const STEP_WORDS = testLayout.test_step.sizeof / 4;
/** O_NONBLOCK of the C library. */
const NONBLOCK = 2048;
/** ERR_R_OPERATION_FAIL, which osa_raise queues; and the mask of ERR_GET_REASON. */
const OPERATION_FAILED = 263 | (3 << 18);
const REASON_MASK = 0x7fffff;

/** A name, and a number to choose by. */
export type Choice = readonly [name: string, number: number];

/** What a run is made of. */
export interface Plan {
  readonly jobs: number;
  /** 0 for no limit. */
  readonly pool: number;
  readonly scripts: readonly (readonly Choice[])[];
  readonly commands: readonly Choice[];
}

/** What all runs share: the instance, memory for the scripts, and three default library contexts. */
export class World {
  readonly instance: TestInstance;
  readonly expect: Toolkit['expect'];
  readonly steps: number;
  readonly results: number;
  readonly message: number;
  readonly libctxs: readonly [number, number, number];
  #heap = 0;

  constructor(instance: TestInstance, expect: Toolkit['expect']) {
    const { exports, ossl } = instance;
    const words = MAX_JOBS * MAX_STEPS;
    this.instance = instance;
    this.expect = expect;
    this.steps = ossl.c.memory.malloc(4 * STEP_WORDS * words);
    this.results = ossl.c.memory.malloc(4 * words);
    this.message = ossl.c.memory.newString("the caller's own");
    this.libctxs = [
      exports.OSSL_LIB_CTX_set0_default(pointer(0)),
      exports.OSSL_LIB_CTX_new(),
      exports.OSSL_LIB_CTX_new(),
    ];
  }

  /** Asked a million times, so that only what differs goes through `expect`. */
  same(real: unknown, wanted: unknown): void {
    if (JSON.stringify(real) !== JSON.stringify(wanted)) this.expect(real).toEqual(wanted);
  }

  libctx(number: number): number {
    return this.libctxs[number % 3] as number;
  }

  /** The leak report between two runs, which keep no pool. */
  checkNothingLeft(): void {
    const { expect, instance } = this;
    const { handles, jobs, memory, references, waitContexts } = instance.ossl.stats();
    const { savedFrames, stacks } = memory;
    const left = { jobs: jobs.allocated, handles: handles.open, references, waitContexts };
    const none = { jobs: 0, handles: 0, references: 0, waitContexts: 0 };
    expect({ ...left, savedFrames, stacks }).toEqual({ ...none, savedFrames: 0, stacks: 0 });
    this.#heap ||= memory.heap;
    // an error queue keeps the room for the texts that it has held, and no more
    expect(memory.heap).toBeLessThan(this.#heap + 8192);
  }
}

interface Slot {
  readonly index: number;
  readonly script: readonly ModelStep[];
  readonly context: WaitContext;
  readonly contextModel: WaitContextModel;
  job: StartJobOptions['job'];
  model: JobModel | undefined;
}

/** Each command is done for real and in the model; what differs fails. */
export class Round {
  readonly #world: World;
  readonly #pool: number;
  readonly #slots: readonly Slot[];
  readonly #thread: { readonly events: EventModel[]; libctx: number };
  /** The caller's queue: nothing that jobs do may show in it. */
  readonly #errors = new ErrorQueue();
  readonly #before: Stats;
  readonly #counts = { live: 0, started: 0, finished: 0, cancelled: 0, pauses: 0 };

  constructor(world: World, { jobs, pool, scripts }: Plan) {
    const { exports, ossl } = world.instance;
    this.#world = world;
    this.#pool = pool;
    ossl.initThread(pool, Math.min(pool, 2));
    const fds = Array.from({ length: EVENTS }, () => exports.eventfd(0, NONBLOCK));
    this.#thread = { events: fds.map((fd) => ({ fd, count: 0 })), libctx: world.libctx(0) };
    const steps = scripts.map((script) => script.map((choice) => this.#step(choice)));
    this.#slots = Array.from({ length: jobs }, (_, index) => ({
      index,
      script: [...(steps[index % steps.length] ?? []), { operation: 'return', a: index, b: 0 }],
      context: ossl.newWaitContext(),
      contextModel: new WaitContextModel(),
      job: null,
      model: undefined,
    }));
    this.#writeScripts();
    this.#before = ossl.stats();
  }

  #step([name, number]: Choice): ModelStep {
    const operation = name as ModelStep['operation'];
    const fd = this.#event(number).fd;
    const key = 1 + (number % 2);
    if (operation === 'setWaitFd') return { operation, a: key, b: fd };
    if (operation === 'clearFd' || operation === 'getFd') return { operation, a: key, b: 0 };
    if (operation === 'poll') return { operation, a: fd, b: 0 };
    if (operation === 'write' || operation === 'read') return { operation, a: fd, b: 8 };
    if (operation === 'setLibctx') return { operation, a: this.#world.libctx(number), b: 0 };
    return { operation, a: number + 1, b: 0 };
  }

  /** As script.c reads them. */
  #writeScripts(): void {
    const { instance, results, steps } = this.#world;
    const words = new Int32Array(instance.exports.memory.buffer);
    for (const { index, script } of this.#slots)
      script.forEach(({ a, b, operation }, at) => {
        const place = index * MAX_STEPS + at;
        words.set(stepWords(operation, a, b, results + 4 * place), steps / 4 + STEP_WORDS * place);
      });
  }

  #event(number: number): EventModel {
    return this.#thread.events[number % EVENTS] as EventModel;
  }

  command([name, number]: Choice): void {
    const { expect, instance, message } = this.#world;
    const { exports, ossl } = instance;
    const slot = this.#slots[number % this.#slots.length] as Slot;
    const event = this.#event(number);
    switch (name) {
      case 'turn':
        this.#turn(slot);
        break;
      case 'turnAll':
        for (const each of this.#slots) this.#turn(each);
        break;
      case 'cancel':
        if (slot.model && !slot.model.cancelled) this.#counts.cancelled++;
        slot.job?.cancel();
        if (slot.model) slot.model.cancelled = true;
        break;
      case 'signal':
        ossl.handle(event.fd).signal();
        event.count++;
        break;
      case 'clear':
        ossl.handle(event.fd).clear();
        event.count = 0;
        break;
      case 'raise':
        exports.osa_raise(pointer(message));
        this.#errors.raise(OPERATION_FAILED);
        break;
      case 'setMark':
        expect(exports.ERR_set_mark()).toBe(this.#errors.setMark());
        break;
      case 'popToMark':
        expect(exports.ERR_pop_to_mark()).toBe(this.#errors.popToMark());
        break;
      case 'block':
        ossl.blockPause(); // outside of a job it does nothing
        break;
      case 'unblock':
        ossl.unblockPause();
        break;
      case 'setLibctx':
        this.#thread.libctx = this.#world.libctx(number);
        exports.OSSL_LIB_CTX_set0_default(pointer(this.#thread.libctx));
        break;
      default:
        this.#look();
    }
  }

  #turn(slot: Slot): void {
    const { expect, instance, results, steps } = this.#world;
    const counts = this.#counts;
    const first = slot.index * MAX_STEPS;
    const outcome = instance.ossl.startJob(
      slot.job
        ? { job: slot.job }
        : {
            func: instance.jobs.script,
            args: ints(steps + 4 * STEP_WORDS * first),
            waitContext: slot.context,
          },
    );
    if (!slot.model && this.#pool > 0 && counts.live === this.#pool) {
      expect([outcome.result, outcome.job, outcome.errors]).toEqual([ASYNC_NO_JOBS, null, []]);
      return;
    }
    if (!slot.model) counts.started++;
    slot.model ??= new JobModel(this.#thread, slot.script, slot.contextModel);
    const { ret, stored } = slot.model.turn();
    const finished = ret !== undefined;
    const words = new Int32Array(instance.exports.memory.buffer, results + 4 * first, MAX_STEPS);
    const reality = {
      result: outcome.result,
      ret: outcome.ret,
      isOver: outcome.job === null,
      errors: outcome.errors.map(({ code }) => code & REASON_MASK),
      stored: stored.map(([step]) => [step, words[step]]),
      libctx: instance.exports.OSSL_LIB_CTX_set0_default(pointer(0)),
    };
    this.#world.same(reality, {
      result: finished ? ASYNC_FINISH : ASYNC_PAUSE,
      ret,
      isOver: finished,
      errors: finished ? slot.model.errors.reasons : [],
      stored,
      libctx: this.#thread.libctx, // whatever the job set, the caller's own is back
    });
    slot.job = outcome.job;
    if (finished) slot.model = undefined;
    counts.finished += Number(finished);
    counts.pauses += Number(!finished);
    counts.live = counts.started - counts.finished;
  }

  /** All that can be seen from outside, against the model. */
  #look(): void {
    const { expect, instance } = this.#world;
    const { exports, ossl } = instance;
    const { jobs } = ossl.stats();
    const before = this.#before.jobs;
    const { cancelled, finished, live, pauses, started } = this.#counts;
    expect(jobs).toMatchObject({
      live,
      paused: live,
      started: before.started + started,
      finished: before.finished + finished,
      cancelled: before.cancelled + cancelled,
      pauses: before.pauses + pauses,
    });
    expect(exports.ERR_peek_error() & REASON_MASK).toBe(this.#errors.reasons[0] ?? 0);
    for (const { count, fd } of this.#thread.events)
      expect(ossl.handle(fd).isReadable).toBe(count > 0);
    for (const { context, contextModel, job, model } of this.#slots) {
      this.#world.same(
        [context.getAllFds(), context.getChangedFds(), job ? job.state : 'none'],
        [contextModel.all, contextModel.changed, model ? 'paused' : 'none'],
      );
    }
  }

  /** Ends what is live, with no help from the pool: each script is finite. */
  finish(): void {
    const { expect, instance, libctxs } = this.#world;
    const { ossl } = instance;
    for (const slot of this.#slots) while (slot.model) this.#turn(slot);
    this.#look();
    const reasons = ossl.takeErrors().map(({ code }) => code & REASON_MASK);
    expect(reasons).toEqual(this.#errors.reasons);
    for (const { context } of this.#slots) context.free();
    for (const { fd } of this.#thread.events) ossl.handle(fd).close();
    instance.exports.OSSL_LIB_CTX_set0_default(pointer(libctxs[0]));
    ossl.cleanupThread();
  }
}
