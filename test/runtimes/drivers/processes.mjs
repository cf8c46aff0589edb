// Processes that end with us, and with them all that they have started: browsers are many processes each.
import { spawn } from 'node:child_process';

const running = new Set();

/** Starts a program as a group of processes. */
export function start([command, ...args], { signal, ...options }) {
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  signal.addEventListener('abort', () => {
    end(child);
  });
  return child;
}

/** Ends what was started, and whatever it has started. */
export function end(child) {
  running.delete(child);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

process.once('exit', () => {
  for (const child of running) end(child);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** How a process ends; also when it could not be started. */
export function ending(child) {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ? `signal ${signal}` : `status ${code}`);
    });
  });
}

/** The end of what a program has said, for when it fails. */
export function tailOf(stream, length = 4000) {
  let text = '';
  stream.setEncoding('utf8').on('data', (part) => {
    text = (text + part).slice(-length);
  });
  return () => text.trim();
}
