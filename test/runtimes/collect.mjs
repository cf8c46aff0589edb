// Reads the events of one runtime and takes the times.

// Longer than a test may take by the harness's own clock, which stands still where a runtime hangs.
const SILENCE = 180_000;

/** @typedef {{ suite: string, test: string, milliseconds: number, error?: string }} Outcome */

/**
 * Reads events up to the last; what breaks them off is the failure, and the test that had begun has failed.
 * @param {(signal: AbortSignal) => AsyncIterable<object>} begin - gives the events of a runtime, which ends when the
 * signal is aborted
 * @param {(outcome: Outcome) => void} tell - is told of each test
 * @returns {Promise<{ tests: Outcome[], isComplete: boolean, failure?: string }>}
 */
export async function collect(begin, tell = () => {}) {
  const abort = new AbortController();
  const events = begin(abort.signal);
  const tests = [];
  let current;
  let failure;
  let isComplete = true;
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await within(SILENCE, iterator.next());
      if (done) throw new Error('it ended before the last suite did');
      if (value.type === 'done') break;
      if (value.type === 'start') current = { ...value, begun: performance.now() };
      else {
        tests.push(finished(current, value.error));
        tell(tests.at(-1));
        current = undefined;
      }
    }
  } catch ({ message }) {
    if (current) tests.push(finished(current, `broken off: ${message}`));
    else failure = message;
    isComplete = false;
  }
  // What the runtime says to its end is of no interest any more.
  abort.abort();
  await iterator.return().catch(() => {});
  return { tests, isComplete, ...(failure !== undefined && { failure }) };
}

function finished({ begun, suite, test }, error) {
  const milliseconds = Math.round((performance.now() - begun) * 10) / 10;
  return { suite, test, milliseconds, ...(error !== undefined && { error }) };
}

/** What a promise becomes, in some milliseconds at most. */
async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`silent for ${milliseconds / 1000} s`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
