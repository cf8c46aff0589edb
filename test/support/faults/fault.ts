// Faults that are injected one at a time: at a named point, at its n-th call, of some kind.
import type { LoadOptions } from '../../../src/index.js';
import type { TestInstance, Toolkit } from '../suite.js';

/** What happens instead of the call. */
export type Effect = () => unknown;

/** The real one: the tests take the global's away. */
const { setTimeout: realTimeout } = globalThis;

/** Waits for so many milliseconds, whatever has been done to the globals. */
export function pass(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => void realTimeout(resolve, milliseconds));
}

type AnyFunction = (...args: never[]) => unknown;

/** Functions that may be made to fail, counted by the name of their point. */
export class Faults {
  readonly counts = new Map<string, number>();
  #armed: { point: string; left: number; effect: Effect } | undefined;
  /** Whether the fault that was armed last has happened. */
  hit = false;

  /** The n-th call at a point will come to something else. */
  arm(point: string, nth: number, effect: Effect): void {
    this.#armed = { point, left: nth, effect };
    this.hit = false;
  }

  disarm(): void {
    this.#armed = undefined;
  }

  /** The function, as a point of that name. */
  at<F extends AnyFunction>(point: string, real: F): F {
    const self = this; // eslint-disable-line @typescript-eslint/no-this-alias -- `this` is the caller's
    return function (this: unknown, ...args: never[]) {
      self.counts.set(point, (self.counts.get(point) ?? 0) + 1);
      const armed = self.#armed;
      if (armed?.point === point && --armed.left === 0) {
        self.hit = true;
        return armed.effect();
      }
      return real.apply(this, args);
    } as F;
  }

  /** An instance whose imports are points, named as in wasm/boundary/. */
  async load(load: Toolkit['load'], options?: Omit<LoadOptions, 'module'>): Promise<TestInstance> {
    const { Instance } = WebAssembly;
    const wrap = (imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports =>
      Object.fromEntries(
        Object.entries(imports).map(([name, real]) => [name, this.at(name, real as AnyFunction)]),
      );
    const patched = new Proxy(Instance, {
      construct: (target, [module, { host }]: [WebAssembly.Module, WebAssembly.Imports]) =>
        new target(module, { host: wrap(host as WebAssembly.ModuleImports) }),
    });
    return replaced(WebAssembly, 'Instance', patched, () => load(options));
  }
}

/** Does something while a property of an object is another. */
export async function replaced<T>(
  object: object,
  name: string,
  value: unknown,
  run: () => T | Promise<T>,
): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, writable: true, value });
  try {
    return await run();
  } finally {
    if (own) Object.defineProperty(object, name, own);
    else Reflect.deleteProperty(object, name);
  }
}

/** Values that may be thrown, the odd ones too. */
export const thrownValues: Record<string, () => unknown> = {
  'an error': () => new Error('injected'),
  undefined: () => undefined,
  'a symbol': () => Symbol('injected'),
  'an object without a text': () => Object.create(null) as unknown,
  'a proxy that answers nothing': () => hostileProxy(),
};

/** An object that throws whatever is done with it. */
export function hostileProxy(target: object = {}): unknown {
  const refuse = (): never => {
    throw new Error('the proxy refuses');
  };
  return new Proxy(target, { get: refuse, getPrototypeOf: refuse, has: refuse });
}

/** Bytes that have gone elsewhere. */
export function detached(size = 64): Uint8Array {
  const bytes = new Uint8Array(size);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/** What a function may give that nobody expects. */
export const garbage: Record<string, () => unknown> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => NaN,
  '-1': () => -1,
  '2^53': () => 2 ** 53,
  'a text': () => 'text',
  'a symbol': () => Symbol('injected'),
  'a big integer': () => 7n,
  'an empty object': () => ({}),
  'an array': () => [1, 2, 3],
  'a function': () => () => 1,
  'no bytes': () => new Uint8Array(0),
  'detached bytes': () => detached(),
  'a proxy of bytes': () => new Proxy(new Uint8Array(64), {}),
  'a proxy that answers nothing': () => hostileProxy(),
  'an object that is no number': () => ({
    valueOf: () => {
      throw new Error('no value');
    },
  }),
  'a promise that is rejected': () => Promise.reject(new Error('injected')),
  'a thenable that throws': () => ({
    then: () => {
      throw new Error('injected');
    },
  }),
};
