// workerd: modules come compiled, a suite is a request, its answer the events.
import coreModule from 'core.wasm';
import shippedModule from 'shipped.wasm';
import testModule from 'test.wasm';
import testModuleBytes from 'test.bin';
import { OpenSSL } from '../../../src/index.js';
import { type Event, type Host, type Options, runSuites } from '../harness/run.js';

/** Outlives the requests, and must run in each of them: workerd drops a request's timers and tasks with it. */
let lasting: OpenSSL | undefined;

async function lastingInstanceRuns(): Promise<void> {
  lasting ??= new OpenSSL(shippedModule);
  const key = await lasting.generateKey({ algorithm: 'RSA', bits: 512 });
  key.free();
}

async function run(host: Host): Promise<void> {
  await lastingInstanceRuns();
  await runSuites(host);
}

function answer(options: Options): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const tell = (event: Event): Promise<void> =>
    writer.write(encoder.encode(`${JSON.stringify(event)}\n`));
  run({
    options,
    testModule: () => Promise.resolve(testModule),
    coreModule: () => Promise.resolve(coreModule),
    shippedModule: () => Promise.resolve(shippedModule),
    testModuleBytes: () => Promise.resolve(new Uint8Array(testModuleBytes)),
    tell,
  }).then(
    () => writer.close(),
    (error: unknown) => writer.abort(error),
  );
  return new Response(readable);
}

export default {
  async fetch(request: Request): Promise<Response> {
    return answer((await request.json()) as Options);
  },
};
