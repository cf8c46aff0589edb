// Runs one of upstream's programs that ./build.sh test --upstream has built, with Node's files, arguments and environment:
//   node test/upstream/host.mjs PROGRAM [ARGUMENT]...
// PAUSE=1 runs its main inside a job, which the event loop resumes after each pause.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import process, { argv, env } from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [, , program, ...rest] = argv;
const file = resolve(program);
const { default: start } = await import(pathToFileURL(`${file}.mjs`));
const module = await WebAssembly.compile(await readFile(`${file}.wasm`));

/** Imports of the module's C beyond Emscripten's own: wasm/boundary/ lists them. */
const host = { clock: (monotonic) => (monotonic ? performance.now() : Date.now()) };

// Programs that never pause are linked without Asyncify.
const asyncify = Object.fromEntries(
  ['start_unwind', 'stop_unwind', 'start_rewind', 'stop_rewind'].map((name) => [
    name,
    () => {
      throw new Error(`asyncify.${name}: this program was built as one that never pauses`);
    },
  ]),
);

const instance = await start({
  arguments: rest,
  thisProgram: file,
  preRun: [(instance) => Object.assign(instance.ENV, env)],
  instantiateWasm(imports, receive) {
    WebAssembly.instantiate(module, { ...imports, host, asyncify }).then((made) =>
      receive(made, module),
    );
    return {};
  },
});

if (env.PAUSE) {
  for (let over = false; !over;) {
    await setImmediate();
    try {
      instance._upstream_turn();
    } catch (error) {
      if (error?.name !== 'ExitStatus') throw error;
      process.exitCode = error.status;
      over = true;
    }
  }
}
