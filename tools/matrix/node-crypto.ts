// Node's crypto: of the Node that runs this, or of the newest where that one does not know the key.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { NEWEST_NODE } from '../../bench/packages.mjs';
import type { Signed } from './der.js';
import * as here from './node-checks.mjs';

const PROGRAM = 'tools/matrix/node-checks.mjs';

interface Answer {
  readonly id: number;
  readonly error?: string;
  readonly result?: unknown;
}

export class NodeCrypto implements AsyncDisposable {
  #child: ChildProcess | undefined;
  #last = 0;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  /** @throws if the signature is wrong, or no Node here knows the key */
  async verify({ data, kind, signature }: Signed, publicKey: string): Promise<void> {
    const argument = { data, kind, publicKey, signature };
    const isRight = here.knows({ publicKey })
      ? here.verifies(argument)
      : await this.#ask('verifies', argument);
    if (isRight !== true) throw new Error('the signature is wrong');
  }

  encrypt(data: Uint8Array, publicKey: string, hash?: string): Uint8Array {
    return here.encrypts({ data, hash, publicKey });
  }

  derive(privateKey: string, publicKey: string): Uint8Array {
    return here.derives({ privateKey, publicKey });
  }

  #ask(name: keyof typeof here, argument: object): Promise<unknown> {
    this.#child ??= this.#start();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, result }) => {
        this.#waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      });
      this.#child?.send({ argument, id, name });
    });
  }

  #start(): ChildProcess {
    if (!existsSync(NEWEST_NODE))
      throw new Error(
        `Node ${process.version} does not know this key, and there is no newer one: run this with Node 24.7 or newer`,
      );
    const child = fork(PROGRAM, { execPath: NEWEST_NODE, execArgv: [], serialization: 'advanced' });
    child.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.(answer));
    child.on('exit', () => {
      for (const [id, settle] of this.#waiting) settle({ id, error: 'the newest Node has ended' });
    });
    return child;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#child?.kill();
    return Promise.resolve();
  }
}
