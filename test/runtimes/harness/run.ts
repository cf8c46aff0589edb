// Declares the conformance suites' tests and runs them, one after another, in whichever runtime this is. What happens
// is told as it happens, so that whoever drives the runtime sees where one hangs or dies, and takes the times: not
// every runtime has a clock that moves while a program computes.
import { OpenSSL as OpenSSLCore } from '../../../src/core.js';
import { OpenSSL } from '../../../src/index.js';
import { suites } from '../../conformance/index.js';
import { ordinary, type Runtime, testInstance, type Toolkit } from '../../support/suite.js';
import { expect } from './expect.js';

/** What is to be run; a driver sends it as JSON. */
export interface Options {
  /** Part of the repetitions that a long test makes, above 0 and at most 1. */
  readonly scale: number;
  /** In what this runtime is not the ordinary one; the suites assert it. */
  readonly runtime?: Partial<Runtime>;
  /** The suites, if not all. */
  readonly suites?: readonly string[];
}

export type Event =
  | { readonly type: 'start'; readonly suite: string; readonly test: string }
  | { readonly type: 'end'; readonly error?: string }
  | { readonly type: 'done' };

/** What a shim gives. */
export interface Host {
  readonly options: Options;
  readonly testModule: () => Promise<WebAssembly.Module>;
  readonly shippedModule: () => Promise<WebAssembly.Module>;
  readonly coreModule: () => Promise<WebAssembly.Module>;
  readonly testModuleBytes: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly tell: (event: Event) => void | Promise<void>;
}

const TIMEOUT = 120_000; // as in vitest.config.ts

type Test = [name: string, run: () => void | Promise<void>];

export async function runSuites(host: Host): Promise<void> {
  const { options, tell } = host;
  for (const name of options.suites ?? Object.keys(suites)) {
    for (const [test, run] of declared(name, host)) {
      await tell({ type: 'start', suite: name, test });
      await tell({ type: 'end', ...(await outcome(run)) });
    }
  }
  await tell({ type: 'done' });
}

function declared(name: string, host: Host): Test[] {
  const { coreModule, options, shippedModule, testModule, testModuleBytes } = host;
  const tests: Test[] = [];
  const toolkit: Toolkit = {
    test: (...test) => tests.push(test),
    expect,
    scale: options.scale,
    runtime: { ...ordinary, ...options.runtime },
    load: async (given) => testInstance(new OpenSSL(await testModule(), given)),
    loadShipped: async (given) => new OpenSSL(await shippedModule(), given),
    loadCore: async (given) => new OpenSSLCore(await coreModule(), given),
    compiledTestModule: testModule,
    testModule: testModuleBytes,
  };
  const suite = suites[name];
  if (!suite) throw new Error(`There is no suite ${name}`);
  suite(toolkit);
  return tests;
}

async function outcome(run: Test[1]): Promise<{ error?: string }> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not finished after ${TIMEOUT / 1000} s`));
    }, TIMEOUT);
  });
  try {
    await Promise.race([run(), late]);
    return {};
  } catch (error) {
    return { error: described(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** The stack too, which in some engines lacks the message. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, name, stack = '' } = error;
  return stack.includes(message) ? stack : `${name}: ${message}\n${stack}`;
}
