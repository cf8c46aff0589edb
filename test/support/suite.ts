// A suite is a function of the library: each runtime's shim gives it a way to declare tests, to expect,
// and to load the module. Nothing in a suite knows which runtime, or which test runner, it runs in.
import type { ExpectStatic } from 'vitest';
import type { LoadOptions, OpenSSL } from '../../src/index.js';
import type { TestExports } from '../../src/module/generated/boundary-exports.js';
import { testJob } from './generated/boundary-test.js';

/** What a shim gives. */
export interface Toolkit {
  /** Declares a test; a number that its name begins with says which requirement it shows. */
  readonly test: (name: string, run: () => void | Promise<void>) => void;
  readonly expect: ExpectStatic;
  /** Part of its repetitions that a long test makes, above 0 and at most 1: less where a runtime is slow. */
  readonly scale: number;
  /** What is different in this runtime. No test is left out for it: each asserts what it finds. */
  readonly runtime: Runtime;
  /** A new instance of the test build, with upstream's engine and the jobs of wasm/test/. */
  readonly load: (options?: Omit<LoadOptions, 'module'>) => Promise<TestInstance>;
  /** A new instance of the module that ships. */
  readonly loadShipped: (options?: Omit<LoadOptions, 'module'>) => Promise<OpenSSL>;
  readonly compiledTestModule: () => Promise<WebAssembly.Module>;
  /** The test build as bytes, for tests that load it in their own way. */
  readonly testModule: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** In what runtimes differ, as far as the suites see it: test/runtimes/runtimes.mjs says which differs in what. */
export interface Runtime {
  /** Whether WebAssembly may be compiled; else modules come compiled beforehand. */
  readonly compilesBytes: boolean;
}

export const ordinary: Runtime = { compilesBytes: true };

/** A number of repetitions, scaled; at least one. */
export function scaled(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}

/** One behaviour's tests. */
export type Suite = (toolkit: Toolkit) => void;

/** An instance of the test build, with the test jobs by name. */
export interface TestInstance {
  readonly ossl: OpenSSL;
  readonly exports: TestExports;
  readonly jobs: TestJobs;
}

/**
 * The jobs of wasm/test/:
 *
 * - script: does what a Script says; args: a pointer to it
 * - deep: args: depth and pauses, two ints; 1 if all frames came through
 * - endless: pauses until cancelled, or as often as the int in args says
 * - dasync: SHA-1 of "abc" through upstream's dasync; args: a pointer to 20 bytes
 */
export type TestJobs = {
  readonly [name in keyof typeof testJob]: ReturnType<TestExports['test_function']>;
};

export function testInstance(ossl: OpenSSL): TestInstance {
  const exports = ossl.exports as TestExports;
  const jobs = Object.fromEntries(
    Object.entries(testJob).map(([name, number]) => [name, exports.test_function(number)]),
  );
  return { ossl, exports, jobs: jobs as unknown as TestJobs };
}

/** Ints as a job's arguments. */
export function ints(...values: number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

/** Waits for a macrotask or some milliseconds. */
export function later(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
