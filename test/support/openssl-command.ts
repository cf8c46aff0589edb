// The openssl command that results are checked with: the one that build.sh has set up, since the machine's own may
// know neither ML-DSA nor EdDSA in CMS. It sees one folder and nothing else of this machine.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Its path, for who spawns it; it sees the folder that it is called in. */
export const COMMAND = fileURLToPath(new URL('build/check/openssl', `file://${process.cwd()}/`));

export interface CommandResult {
  /** Null if a signal ended it. */
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A temporary folder in which the command works; files go by their names in it. */
export class CommandFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<CommandFolder> {
    if (!existsSync(COMMAND))
      throw new Error('There is no build/check/openssl; ./build.sh test makes it');
    return new CommandFolder(await mkdtemp(join(tmpdir(), 'openssl-async-check-')));
  }

  async write(name: string, data: string | Uint8Array): Promise<void> {
    await writeFile(join(this.path, name), data);
  }

  read(name: string): Promise<Buffer> {
    return readFile(join(this.path, name));
  }

  /** Runs the command, whatever comes of it. */
  run(args: readonly string[], input: Uint8Array | string = ''): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const child = spawn(COMMAND, args, { cwd: this.path });
      const [out, error]: Buffer[][] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => out?.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => error?.push(chunk));
      child.on('error', reject);
      child.stdin.on('error', () => undefined); // it need not read what it is given
      child.on('close', (status) => {
        resolve({
          status,
          stdout: Buffer.concat(out ?? []),
          stderr: Buffer.concat(error ?? []).toString(),
        });
      });
      child.stdin.end(input);
    });
  }

  /** Runs the command, and throws what it says unless it succeeds; gives what it wrote. */
  async openssl(args: readonly string[], input?: Uint8Array | string): Promise<Buffer> {
    const { status, stderr, stdout } = await this.run(args, input);
    if (status === 0) return stdout;
    throw new Error(`openssl ${args.join(' ')}: status ${status}\n${stderr || stdout.toString()}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
