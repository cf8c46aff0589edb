// Importing an entry does nothing: no request, no timer, no thread, no randomness, and no global is touched.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const dist = new URL('../../dist/', import.meta.url).href;

/** Runs first: whatever the entry calls or sets is told. Deep enough that a wrapper kept by the entry is seen too. */
const watch = `
  const seen = [];
  const watched = (object, names, label) => {
    for (const name of names) {
      const original = object[name];
      if (typeof original !== 'function') throw new Error('nothing to watch: ' + name);
      object[name] = new Proxy(original, {
        apply: (target, self, args) => { seen.push(label + name); return Reflect.apply(target, self, args); },
        construct: (target, args, as) => { seen.push('new ' + label + name); return Reflect.construct(target, args, as); },
      });
    }
  };
  watched(globalThis, ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'MessageChannel',
    'BroadcastChannel', 'AbortController', 'ReadableStream'], '');
  watched(WebAssembly, ['compile', 'instantiate', 'Module', 'Instance', 'Memory'], 'WebAssembly.');
  watched(Object.getPrototypeOf(crypto), ['getRandomValues'], 'crypto.');
  watched(process, ['on', 'once', 'getBuiltinModule'], 'process.');
  const shape = () => JSON.stringify(Reflect.ownKeys(globalThis).map(String));
  const prototypes = () => JSON.stringify([Object, Array, Function, Promise, Error, Symbol, Uint8Array, Map]
    .flatMap((each) => [...Reflect.ownKeys(each), ...Reflect.ownKeys(each.prototype ?? {})]).map(String));
  const before = [shape(), prototypes(), process.getActiveResourcesInfo().filter((each) => !/^(FS|CloseReq|TTY|Pipe)/.test(each)).join()];
`;
const tell = `
  const after = [shape(), prototypes(), process.getActiveResourcesInfo().filter((each) => !/^(FS|CloseReq|TTY|Pipe)/.test(each)).join()];
  console.log(JSON.stringify({ seen, changed: after.filter((each, index) => each !== before[index]), exports: Object.keys(entry) }));
`;

test.each(['index', 'core', 'webcrypto', 'http', 'workers'])('%s', async (name) => {
  const program = `${watch} const entry = await import(${JSON.stringify(`${dist}${name}.js`)}); ${tell}`;
  const { stderr, stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    program,
  ]);
  expect(stderr).toBe('');
  const told = JSON.parse(stdout) as { exports: string[] };
  expect(told).toMatchObject({ seen: [], changed: [] });
  expect(told.exports.length).toBeGreaterThan(0);
});

test('a scope that has hardly anything is enough, with what missing.js adds and the compiled module', async () => {
  const program = new URL('bare-scope/run.mjs', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    program,
  ]);
  expect(JSON.parse(stdout)).toEqual({ isValid: true, present: [], held: 0 });
});
