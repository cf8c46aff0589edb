// A runtime that is a program: it is given the options, and prints events.
import { createInterface } from 'node:readline';
import { end, ending, start, tailOf } from './processes.mjs';

/** Yields the events of a program that is called as `...command OPTIONS`. */
export async function* eventsOfCommand(command, { options, signal }) {
  const child = start([...command, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const ended = ending(child);
  const complaint = tailOf(child.stderr);
  try {
    for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
    const how = await ended;
    if (how !== 'status 0') throw new Error(`ended with ${how}\n${complaint()}`);
  } finally {
    end(child);
  }
}
