// How the result of generate-rsa-keys.mjs is told: to a person, or to a program.
import { dirname } from 'node:path';

const count = (number, what) => `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

export function printText({ cancelled, seconds, stall, states, files, stats }) {
  const { handles, jobs, memory, waitContexts } = stats;
  const finished = states.flatMap(({ state }, index) => (state === 'done' ? [index + 1] : []));
  const unwound = states.length - finished.length;
  const rows = [];
  if (cancelled) {
    rows.push(['finished', finished.length > 0 ? `key ${finished.join(', ')}` : 'no key']);
    rows.push(['cancelled', `${count(unwound, 'job')}, unwound inside OpenSSL`]);
  }
  rows.push(['pauses', `${jobs.pauses.toLocaleString('en')} inside OpenSSL`]);
  rows.push([
    'longest stall',
    `${stall.longest.toFixed(1)} ms of the event loop (1 ms timer, ${count(stall.ticks, 'tick')})`,
  ]);
  if (files.length > 0) rows.push(['node:crypto says', files[0].checks.join(', ')]);
  rows.push(['written', files.length > 0 ? count(2 * files.length, 'file') : 'nothing']);
  if (files.length > 0) rows.push(['', dirname(files[0].privateFile)]);
  rows.push([
    'left behind',
    `${count(jobs.live, 'job')}, ${count(waitContexts, 'wait context')}, ` +
      `${count(handles.open, 'handle')}, ${count(memory.stacks + memory.savedFrames, 'byte')} of stack`,
  ]);

  console.log(
    `\n${cancelled ? 'Cancelled after' : `${count(states.length, 'key')} in`} ${seconds.toFixed(1)} s`,
  );
  for (const [name, value] of rows) console.log(`  ${name.padEnd(17)} ${value}`);
}

export function printJson({ bits, cancelled, seconds, stall, states, files, stats }) {
  const keys = states.map(({ candidates, seconds, state }, index) => ({
    state,
    candidates,
    seconds: round(seconds),
    ...files[index],
  }));
  const result = {
    bits,
    cancelled,
    seconds: round(seconds),
    longestStallMilliseconds: round(stall.longest),
    timerTicks: stall.ticks,
    keys,
    stats,
  };
  console.log(JSON.stringify(result, null, 2));
}

function round(number) {
  return Number(number.toFixed(3));
}
