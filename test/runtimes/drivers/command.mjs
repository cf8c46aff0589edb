// A runtime that is a program: it is given the options, and prints events.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The end of what a program has said, for when it fails. */
export function tailOf(stream, length = 4000) {
  let text = '';
  stream.setEncoding('utf8').on('data', (part) => {
    text = (text + part).slice(-length);
  });
  return () => text.trim();
}

/** How a process ends; also when it could not be started. */
export function ending(child) {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `status ${code}`));
  });
}

/** Ends a process that was started with `detached`, and whatever it has started. */
export function endGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

/** Yields the events of a program that is called as `command ...args OPTIONS`. */
export async function* eventsOfCommand([command, ...args], options) {
  const child = spawn(command, [...args, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = ending(child);
  const complaint = tailOf(child.stderr);
  try {
    for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
    const how = await ended;
    if (how !== 'status 0') throw new Error(`ended with ${how}\n${complaint()}`);
  } finally {
    endGroup(child);
  }
}
