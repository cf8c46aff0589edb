// The processes that are measured: a Node with worker.mjs in it, or a native program. All live at once, so
// that rounds can alternate between them.
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NEWEST_NODE } from './packages.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const WORKER = at('worker.mjs');

/** The Nodes to measure: the one that runs this, and the newest where its package runs. */
export function runtimes() {
  const running = { version: process.version, path: process.execPath };
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(NEWEST_NODE))
    return [running];
  const version = execFileSync(NEWEST_NODE, ['--version'], { encoding: 'utf8' }).trim();
  return version === running.version ? [running] : [running, { version, path: NEWEST_NODE }];
}

/** One task in a process of its own, in which nothing else has touched memory or caches. */
export async function inFreshProcess(path, task, options = {}) {
  const worker = new Worker(path, ['--expose-gc']);
  try {
    return await worker.ask(task, options);
  } finally {
    worker.stop();
  }
}

/** worker.mjs in a Node. */
export class Worker {
  #process;
  #ended;

  constructor(path, execArgv = []) {
    const quiet = '--disable-warning=ExperimentalWarning'; // Node 20 says it of WebCrypto's Ed25519
    this.#process = fork(WORKER, [], { execPath: path, execArgv: [quiet, ...execArgv] });
    this.#ended = once(this.#process, 'exit').then(() => [{ error: 'the process ended' }]);
  }

  /** Runs one of the tasks of tasks.mjs. */
  async ask(task, options = {}) {
    this.#process.send({ task, options });
    const [{ error, result }] = await Promise.race([once(this.#process, 'message'), this.#ended]);
    if (error) throw new Error(`${task} failed: ${error}`);
    return result;
  }

  stop() {
    this.#process.kill();
  }
}

const NATIVE = { debian: '../build/bench/native', longjmp: '../build/bench/native-longjmp' };

/** The native programs that build.sh has made: bench/native/cycles.c says what they answer. */
export function nativePrograms() {
  return Object.entries(NATIVE).map(([name, path]) => {
    if (!existsSync(at(path)))
      throw new Error(`${at(path)} is missing: ./build.sh bench makes it, and measures beside it`);
    return { name, path: at(path) };
  });
}

export function askNative(path, ...args) {
  return JSON.parse(execFileSync(path, args, { encoding: 'utf8' }));
}

/** A native program that answers one line with another. */
export class NativeServer {
  #process;
  #lines;

  constructor(path) {
    this.#process = spawn(path, ['serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async cycles(where, count) {
    this.#process.stdin.write(`${where} ${count}\n`);
    const { done, value } = await this.#lines.next();
    if (done) throw new Error('the native program ended');
    return JSON.parse(value).seconds;
  }

  stop() {
    this.#process.stdin.end();
  }
}
