// The heap of a test instance, made to fail at its 1st, 2nd, … allocation while something is done.
import type { ExpectStatic } from 'vitest';
import { OpenSSLError, type OpenSSL } from '../../../src/index.js';
import { inUse } from '../nothing-left.js';
import type { TestInstance } from '../suite.js';

/** Which allocations fail: one of them, or that one and all after it. */
export const failures = { one: (nth: number) => nth, rest: () => 0x7fff_ffff } as const;

/** What is done while allocations fail, and what is wrong if what came out is not right. */
export interface Scenario<T = unknown> {
  /** Rejects, or gives what `check` looks at when memory is there again. */
  readonly act: () => Promise<T>;
  readonly check: (result: T) => boolean | Promise<boolean>;
}

/** What came of making each allocation fail in its turn. */
export interface Outcome {
  /** How many allocations were made to fail, one in each round. */
  rounds: number;
  /** Rounds in which OpenSSL did without what it could not have. */
  survived: number;
}

/** Does something with the allocation that is the `nth` failing; how many there were, and what it came to. */
async function round<T>(
  { exports, ossl }: TestInstance,
  { act }: Scenario<T>,
  kind: keyof typeof failures,
  nth: number,
): Promise<{ made: number; result?: T; error?: unknown }> {
  exports.test_fail_malloc(nth, failures[kind](nth));
  const ended = await act().then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if (ossl.dead) throw new Error(`allocation ${nth}: the instance is dead`, { cause: ossl.dead });
  return { made: exports.test_fail_malloc(0, 0), ...ended };
}

/**
 * Does something again and again, with the 1st, 2nd, … allocation failing, until none is hit any more. Each round must
 * end in an OpenSSLError or do what it should, leave the instance alive, and give back all that it took.
 *
 * @param part - of the allocations, above 0 and at most 1, where a runtime is slow or there are many
 */
export async function eachAllocation<T>(
  instance: TestInstance,
  expect: ExpectStatic,
  kind: keyof typeof failures,
  scenario: Scenario<T>,
  part = 1,
): Promise<Outcome> {
  const { ossl } = instance;
  const outcome: Outcome = { rounds: 0, survived: 0 };
  const cleanUp = (): OpenSSL => {
    ossl.takeErrors();
    ossl.cleanupThread(); // the pool is made anew each time
    return ossl;
  };
  const heapNow = (): number => cleanUp().stats().memory.heap;
  for (let warm = 0; warm < 2; warm++)
    expect(await scenario.check(await scenario.act())).toBe(true);
  const before = inUse(cleanUp());
  for (let nth = 1; ; nth += Math.round(1 / part)) {
    let heap = heapNow();
    const { error, made, result } = await round(instance, scenario, kind, nth);
    const where = `allocation ${nth} of ${made}`;
    if (error === undefined) {
      expect(await scenario.check(result as T), `${where}: the result`).toBe(true);
      if (made < nth) return outcome;
      outcome.survived++;
    } else {
      if (made < nth) throw new Error(`${where}: it failed by itself`, { cause: error });
      if (!(error instanceof OpenSSLError)) throw new Error(where, { cause: error });
      expect(['memory', 'openssl', 'job'], `${where}: ${error.message}`).toContain(error.code);
    }
    outcome.rounds++;
    expect(inUse(cleanUp()), where).toEqual(before);
    // What OpenSSL keeps is made once: whatever grows again and again, with the same failure, is lost.
    for (let again = 0, now = heapNow(); now > heap; now = heapNow()) {
      expect(again++, `${where} loses ${now - heap} bytes`).toBeLessThan(20);
      heap = now;
      await round(instance, scenario, kind, nth);
    }
  }
}
