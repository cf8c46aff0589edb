// workerd serves a worker on the loopback interface; a request for each suite, as one request is not to run for long.
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { end, ending, start, tailOf } from './processes.mjs';

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "suites", worker = .suites)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suites")],
);
const suites :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [
    (name = "workerd.js", esModule = embed "workerd.js"),
    (name = "test.wasm", wasm = embed "test.wasm"),
    (name = "core.wasm", wasm = embed "core.wasm"),
    (name = "shipped.wasm", wasm = embed "shipped.wasm"),
    (name = "test.bin", data = embed "test.wasm"),
  ],
);
`;

/** The port of a socket, which workerd tells on a file descriptor of its own. */
async function listening(child, name) {
  for await (const line of createInterface({ input: child.stdio[3] })) {
    const { event, port, socket } = JSON.parse(line);
    if (event === 'listen' && socket === name) return port;
  }
  throw new Error('workerd does not listen');
}

export async function* eventsOfWorkerd(workerd, { files, options, signal }) {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-async-workerd-'));
  await writeFile(join(folder, 'suites.capnp'), CONFIG);
  await copyFile(files.bundle('workerd'), join(folder, 'workerd.js'));
  await copyFile(files.testModule, join(folder, 'test.wasm'));
  await copyFile(files.coreModule, join(folder, 'core.wasm'));
  await copyFile(files.shippedModule, join(folder, 'shipped.wasm'));
  const child = start([workerd, 'serve', '--control-fd=3', join(folder, 'suites.capnp')], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    signal,
  });
  const complaint = tailOf(child.stderr);
  const ended = ending(child);
  try {
    const port = await Promise.race([
      listening(child, 'http'),
      ended.then((how) => {
        throw new Error(`ended with ${how}`);
      }),
    ]);
    for (const suite of options.suites) {
      const body = JSON.stringify({ ...options, suites: [suite] });
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
      if (!response.ok) throw new Error(`${suite}: status ${response.status}`);
      let done = false;
      for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
        const event = JSON.parse(line);
        if (event.type === 'done') done = true;
        else yield event;
      }
      if (!done) throw new Error(`${suite}: the answer broke off`);
    }
    yield { type: 'done' };
  } catch (error) {
    throw new Error(`${error.message}\n${complaint()}`, { cause: error });
  } finally {
    end(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
