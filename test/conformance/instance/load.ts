// loadOpenSSL: where a module may come from, and what an instance may be told.
import {
  type LoadOptions,
  loadOpenSSL,
  type ModuleSource,
  OpenSSLError,
} from '../../../src/index.js';
import { build, SECTION } from '../../../src/module/generated/boundary.js';
import { moduleWithSection } from '../../support/custom-section.js';
import { Script } from '../../support/script.js';
import { rejection } from '../../support/start.js';
import { type Suite, testInstance } from '../../support/suite.js';

/** The smallest module there is: the magic number and the version. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const NO_COMPILING = /could not be compiled: .*code generation disallowed by embedder/;

function response(body: BodyInit, type: string | null, status = 200): Response {
  return new Response(body, { status, headers: type === null ? {} : { 'content-type': type } });
}

export const load: Suite = ({
  compiledTestModule,
  expect,
  load,
  loadShipped,
  runtime,
  test,
  testModule,
}) => {
  const sources: Record<string, (bytes: Uint8Array<ArrayBuffer>) => unknown> = {
    bytes: (bytes) => bytes,
    'a view of other bytes': (bytes) => {
      const larger = new Uint8Array(bytes.length + 100);
      larger.set(bytes, 50);
      return new DataView(larger.buffer, 50, bytes.length);
    },
    'an ArrayBuffer': (bytes) => bytes.buffer,
    'a Response': (bytes) => response(bytes, 'application/wasm'),
    'a promise of a Response': (bytes) => Promise.resolve(response(bytes, 'application/wasm')),
    'a Response with parameters in its type': (bytes) =>
      response(bytes, 'application/wasm; charset=binary'),
    'a Response of another type': (bytes) => response(bytes, 'application/octet-stream'),
    'a Response without a type': (bytes) => response(bytes, null),
    'a data: URL': (bytes) => `data:application/wasm;base64,${base64(bytes)}`,
    'a data: URL as an object': (bytes) => new URL(`data:application/wasm;base64,${base64(bytes)}`),
  };
  const worksFrom = async (module: ModuleSource): Promise<void> => {
    const ossl = await loadOpenSSL({ module });
    expect(ossl.version).toMatch(/^OpenSSL 3\.5\./);
    expect(ossl.isCapable()).toBe(true);
    expect(await ossl.run(() => 'runs')).toBe('runs');
  };
  test('the module comes from a compiled module', async () => {
    await worksFrom(await compiledTestModule());
  });
  for (const [name, make] of Object.entries(sources))
    test(
      runtime.compilesBytes
        ? `the module comes from ${name}`
        : `the module does not come from ${name}: the runtime compiles nothing, and the error says so`,
      async () => {
        const source = (await make(await testModule())) as ModuleSource;
        if (runtime.compilesBytes) await worksFrom(source);
        else
          expect(await rejection(loadOpenSSL({ module: source }))).toMatchObject({
            code: 'load',
            message: expect.stringMatching(NO_COMPILING) as string,
          });
      },
    );

  const otherBuild = (message: RegExp): RegExp => (runtime.compilesBytes ? message : NO_COMPILING);
  const refused: Record<string, [make: () => unknown, message: RegExp]> = {
    'garbage bytes': [() => Uint8Array.of(1, 2, 3, 4), /could not be compiled/],
    'no bytes at all': [() => new Uint8Array(), /could not be compiled/],
    'a page that says 404': [() => response('not here', 'text/html', 404), /status 404/],
    'an HTML page with status 200': [
      () => response('<!doctype html>', 'text/html'),
      /is a page \(text\/html\) and not the module/,
    ],
    'a Response that was read already': [
      async () => {
        const given = response(emptyModule, 'application/wasm');
        await given.arrayBuffer();
        return [given]; // in a list, as a promise of it would be awaited here
      },
      /could not be compiled/,
    ],
    'a promise that is rejected': [() => [Promise.reject(new Error('offline'))], /offline/],
    'a module that is not ours': [
      () => emptyModule,
      otherBuild(/does not say of which build it is/),
    ],
    'a module of another version': [
      () => moduleWithSection(SECTION, JSON.stringify({ ...build, version: '0.0.9' })),
      otherBuild(/openssl-async 0\.0\.9 .* openssl-async \d+\.\d+\.\d+ .* differ in their version/),
    ],
    'a module of other lists': [
      () =>
        moduleWithSection(
          SECTION,
          JSON.stringify({ ...build, lists: { ...build.lists, cms: '00', async: undefined } }),
        ),
      otherBuild(/differ in the parts async, cms;/),
    ],
    'a module of this build by its own words alone': [
      () => moduleWithSection(SECTION, JSON.stringify(build)),
      otherBuild(/not the one of this package/),
    ],
    ...Object.fromEntries(
      ['', '{', 'null', '[]', '{"version":1,"lists":{}}', '{"version":"1","lists":null}'].map(
        (content) => [
          `a module whose section is '${content}'`,
          [
            () => moduleWithSection(SECTION, content),
            otherBuild(/does not say of which build it is/),
          ] as [() => unknown, RegExp],
        ],
      ),
    ),
    'a data: URL with something else in it': [
      () => 'data:text/plain,hello',
      /could not be compiled/,
    ],
    'a URL that nobody serves': [() => 'http://[::1]:9/none.wasm', /Fetching .* failed/],
    'a number': [() => 42, /must be a WebAssembly.Module, bytes, a Response or a URL/],
    null: [() => null, /must be a WebAssembly.Module, bytes, a Response or a URL/],
    'an object': [() => ({}), /must be a WebAssembly.Module, bytes, a Response or a URL/],
  };
  for (const [name, [make, message]] of Object.entries(refused))
    test(`${name} as the module is a load error that says so`, async () => {
      const made = await make();
      const module = (Array.isArray(made) ? made[0] : made) as ModuleSource;
      const error = await rejection(loadOpenSSL({ module }));
      expect(error).toBeInstanceOf(OpenSSLError);
      expect(error).toMatchObject({ code: 'load' });
      expect((error as OpenSSLError).message).toMatch(message);
    });

  // The suites are bundled, or run from the sources; either way the module is somewhere else.
  test('no module given, and none beside the code, is a load error', async () => {
    expect(await rejection(loadOpenSSL())).toMatchObject({ code: 'load' });
  });

  const wrongOptions: Record<string, LoadOptions[]> = {
    stackSize: [0, -16, 8192, 65537, 2 ** 32 + 65536, NaN, Infinity, '65536'].map((stackSize) => ({
      stackSize: stackSize as number,
    })),
    memoryLimit: [0, -1, 1.5, 2 ** 32, NaN, '1'].map((memoryLimit) => ({
      memoryLimit: memoryLimit as number,
    })),
    timeSlice: [-1, NaN, Infinity, '8'].map((timeSlice) => ({ timeSlice: timeSlice as number })),
    pool: [
      { max: -1 },
      { max: 1.5 },
      { max: 2 ** 32 },
      { max: NaN },
      { max: '4' as never },
      { max: 2, initial: 3 },
      { max: 2, initial: -1 },
      {} as never,
    ].map((pool) => ({ pool })),
    onError: [{ onError: 'print' as never }],
    logger: [{ logger: {} as never }],
  };
  for (const [name, all] of Object.entries(wrongOptions))
    test(`${name} out of range is an argument error`, async () => {
      for (const options of all)
        expect(await rejection(load(options)), JSON.stringify(options)).toMatchObject({
          code: 'argument',
        });
    });

  test('a pool is made with the size and the jobs that were asked for', async () => {
    const { ossl } = await load({ pool: { max: 3, initial: 2 } });
    expect(ossl.stats().jobs).toMatchObject({ allocated: 2, live: 0 });
  });

  test('stackSize is the size of each stack', async () => {
    for (const stackSize of [16384, 65536, 1 << 20]) {
      const { ossl } = await load({ stackSize });
      await ossl.run(() => undefined);
      expect(ossl.stats().memory.stacks).toBe(stackSize);
    }
    const { ossl } = await load();
    await ossl.run(() => undefined);
    expect(ossl.stats().memory.stacks).toBe(65536);
  });

  test('memoryLimit is kept: the call that would pass it is refused, and all goes on', async () => {
    const memoryLimit = 24 << 20;
    const { ossl } = await load({ memoryLimit });
    expect(() => ossl.c.memory.malloc(memoryLimit)).toThrow(
      expect.objectContaining({ code: 'memory' }),
    );
    const taken = [];
    for (let size = 1 << 20; size >= 1024; size /= 2)
      for (;;) {
        try {
          taken.push(ossl.c.memory.malloc(size));
        } catch (error) {
          expect(error).toMatchObject({ code: 'memory' });
          break;
        }
      }
    expect(ossl.stats().memory.total).toBeLessThanOrEqual(memoryLimit);
    expect(await rejection(ossl.run(() => 'no room for a stack'))).toMatchObject({
      code: 'memory',
    });
    for (const block of taken) ossl.c.memory.free(block);
    expect(await ossl.run(() => 'room again')).toBe('room again');
  });

  test('onError is told what a callback throws, and may throw itself', async () => {
    const told: unknown[] = [];
    const { jobs, ossl } = await load({
      onError: (error) => {
        told.push(error);
        throw new Error('onError fails too');
      },
    });
    const original = console.error;
    const printed: unknown[] = [];
    console.error = (error) => void printed.push(error);
    try {
      const waitContext = ossl.newWaitContext();
      waitContext.setCallback(() => {
        throw new Error('callback');
      });
      const script = new Script(ossl, [
        ['callCallback', 0, 0, 'result'],
        ['return', 1],
      ]);
      expect(await ossl.run(jobs.script, { args: script.args, waitContext })).toBe(1);
      expect(script.result('result')).toBe(0);
    } finally {
      console.error = original;
    }
    expect(told).toMatchObject([{ message: 'callback' }]);
    expect(printed).toMatchObject([{ message: 'onError fails too' }]);
    expect(ossl.dead).toBeUndefined();
  });

  test('without onError it goes to console.error', async () => {
    const { ossl } = await load();
    const original = console.error;
    const printed: unknown[] = [];
    console.error = (error) => void printed.push(error);
    try {
      const waitContext = ossl.newWaitContext();
      const cleanup = (): never => {
        throw new Error('cleanup');
      };
      waitContext.setWaitFd('key', ossl.newHandle(), undefined, cleanup);
      waitContext.free();
    } finally {
      console.error = original;
    }
    expect(printed).toMatchObject([{ message: 'cleanup' }]);
  });

  test('instances of one module are apart: jobs, handles, errors, pools, memory', async () => {
    const module = await compiledTestModule();
    const [one, two] = [
      testInstance(await loadOpenSSL({ module, pool: { max: 1 } })),
      testInstance(await loadOpenSSL({ module })),
    ] as const;
    one.ossl.startJob({ func: one.jobs.endless });
    one.ossl.newHandle();
    expect(two.ossl.stats()).toMatchObject({ jobs: { started: 0 }, handles: { open: 0 } });
    expect(two.ossl.startJob({ func: two.jobs.endless }).result).toBe(2);
    expect(two.ossl.startJob({ func: two.jobs.endless }).result).toBe(2);
    expect(one.exports.memory).not.toBe(two.exports.memory);
  });

  test('the module that ships has no engines, and works', async () => {
    const ossl = await loadShipped();
    expect(ossl.version).toMatch(/^OpenSSL 3\.5\./);
    for (const fix of ossl.fixes) expect(fix).toMatch(/^CVE-\d{4}-\d{4,}$/);
    expect(Object.isFrozen(ossl.fixes)).toBe(true);
    expect('test_function' in ossl.exports).toBe(false);
    expect(await ossl.run(() => 'runs')).toBe('runs');
  });
};

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
