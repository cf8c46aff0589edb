// Runs a program as a reader would: in the project's folder, importing the package by its name.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../', import.meta.url);

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `node` with some arguments; `onOutput` sees all of stdout and stderr so far, each time there is more. */
export function node(
  args: readonly string[],
  {
    env = {},
    input = '',
    onOutput,
  }: {
    env?: Readonly<Record<string, string | undefined>>;
    input?: string;
    onOutput?: (text: string, child: ChildProcess) => void;
  } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: fileURLToPath(root),
      env: { ...process.env, ...env },
      timeout: 90_000,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(stdout + stderr, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onOutput?.(stdout + stderr, child);
    });
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, stdout, stderr });
    });
    child.stdin.end(input);
  });
}
