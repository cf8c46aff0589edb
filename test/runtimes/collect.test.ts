// What a runtime does to the results when it hangs, dies, or leaves tests out: each is a failure that says which.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect } from './collect.mjs';
import { eventsOfCommand } from './drivers/command.mjs';

type Event =
  { type: 'start'; suite: string; test: string } | { type: 'end' | 'done'; error?: string };

const start: Event = { type: 'start', suite: 'suite', test: 'test' };
const signals: AbortSignal[] = [];

/** Tells events, then does something else. */
function telling(events: readonly Event[], then: (signal: AbortSignal) => Promise<void>) {
  return async function* (signal: AbortSignal): AsyncGenerator<Event> {
    signals.push(signal);
    yield* events;
    await then(signal);
  };
}

const nothing = (): Promise<void> => Promise.resolve();

describe('results', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  test('of a test that passes and one that fails', async () => {
    const events: Event[] = [
      start,
      { type: 'end' },
      start,
      { type: 'end', error: 'no' },
      { type: 'done' },
    ];
    const { failure, isComplete, tests } = await collect(telling(events, nothing));
    expect({ failure, isComplete }).toEqual({ failure: undefined, isComplete: true });
    expect(tests).toMatchObject([{ suite: 'suite', test: 'test' }, { error: 'no' }]);
  });

  test('of a runtime that dies in a test', async () => {
    const dies = (): Promise<void> => Promise.reject(new Error('signal SIGSEGV'));
    expect(await collect(telling([start], dies))).toMatchObject({
      isComplete: false,
      tests: [{ suite: 'suite', test: 'test', error: 'broken off: signal SIGSEGV' }],
    });
  });

  test('of a runtime that ends too early', async () => {
    expect(await collect(telling([start, { type: 'end' }], nothing))).toMatchObject({
      isComplete: false,
      failure: 'it ended before the last suite did',
    });
  });

  test('of a runtime that hangs in a test: it is ended', async () => {
    const hangs = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    const collected = collect(telling([start], hangs));
    await vi.advanceTimersByTimeAsync(180_000);
    expect(await collected).toMatchObject({ tests: [{ error: 'broken off: silent for 180 s' }] });
  });
});

describe('a program', () => {
  const run = (text: string) => {
    const command = [process.execPath, '--eval', text];
    return collect((signal: AbortSignal) => eventsOfCommand(command, { options: {}, signal }));
  };

  test('that fails says how it ended, and its last words', async () => {
    const { failure } = await run('console.error("no memory"); process.exitCode = 3');
    expect(failure).toBe('ended with status 3\nno memory');
  });

  test('that is missing is a failure', async () => {
    const { failure } = await collect((signal: AbortSignal) =>
      eventsOfCommand(['openssl-async-no-such-runtime'], { options: {}, signal }),
    );
    expect(failure).toContain('ENOENT');
  });

  test('that goes on after its last event is ended, with what it has started', async () => {
    const { failure, tests } = await run(`
      const child = require('node:child_process').spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
      console.log(JSON.stringify({ type: 'start', suite: String(child.pid), test: '' }));
      console.log('{"type":"end"}\\n{"type":"done"}');
    `);
    expect(failure).toBeUndefined();
    const pid = Number(tests[0]?.suite);
    await vi.waitFor(() => {
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    }, 20_000);
  });
});
