// workerd: modules come compiled, a suite is a request, its answer the events.
import shippedModule from 'shipped.wasm';
import testModule from 'test.wasm';
import testModuleBytes from 'test.bin';
import { type Event, type Options, runSuites } from '../harness/run.js';

function answer(options: Options): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const tell = (event: Event): Promise<void> =>
    writer.write(encoder.encode(`${JSON.stringify(event)}\n`));
  runSuites({
    options,
    testModule: () => Promise.resolve(testModule),
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
