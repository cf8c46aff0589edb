// How many tests each suite declares, which is how many each runtime must have run.
import { suites } from '../../conformance/index.js';
import { ordinary, type Toolkit } from '../../support/suite.js';
import { expect } from './expect.js';

function never(): never {
  throw new Error('Suites only declare tests; nothing is loaded meanwhile');
}

function count(name: string): number {
  let tests = 0;
  const toolkit: Toolkit = {
    test: () => {
      tests++;
    },
    expect,
    scale: 1,
    runtime: ordinary,
    ...{
      load: never,
      loadShipped: never,
      loadCore: never,
      compiledTestModule: never,
      testModule: never,
    },
  };
  suites[name]?.(toolkit);
  return tests;
}

export const declared = Object.keys(suites).map((suite) => ({ suite, tests: count(suite) }));
