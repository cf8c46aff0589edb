// A page, or a Web Worker in one: modules and options come from the server, events go back to it.
import { type Host, type Options, runSuites } from '../harness/run.js';

async function served(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return response;
}

const tell: Host['tell'] = async (event) => {
  await fetch('event', { method: 'POST', body: JSON.stringify(event) });
};

export async function runInBrowser(): Promise<void> {
  const options = (await (await served('options.json')).json()) as Options;
  const [testModule, shippedModule, coreModule] = await Promise.all([
    WebAssembly.compileStreaming(served('test.wasm')),
    WebAssembly.compileStreaming(served('shipped.wasm')),
    WebAssembly.compileStreaming(served('core.wasm')),
  ]);
  await runSuites({
    options,
    testModule: () => Promise.resolve(testModule),
    coreModule: () => Promise.resolve(coreModule),
    shippedModule: () => Promise.resolve(shippedModule),
    testModuleBytes: async () => new Uint8Array(await (await served('test.wasm')).arrayBuffer()),
    tell,
  });
}

/** What keeps the suites from running at all is told too. */
export function tellFailure(message: string): void {
  void fetch('failure', { method: 'POST', body: message });
}
