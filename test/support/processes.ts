// What a process has started, as Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';

/** A process: its number may be given to another, the number with its start may not. */
export interface Process {
  readonly pid: number;
  readonly start: string;
  readonly command: string;
}

interface Entry extends Process {
  readonly parent: number;
}

function read(pid: number): Entry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // state, parent, …, the 20th is the start
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (fields[0] === 'Z') return undefined;
    return { pid, parent: Number(fields[1]), start: fields[19] ?? '', command };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** All that live now. */
function all(): Entry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
}

/** Whom this process has started, and whom they have. */
export function descendants(pid: number): Process[] {
  const entries = all();
  const found = new Set([pid]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const entry of entries) if (found.has(entry.parent)) found.add(entry.pid);
  }
  return entries.filter((entry) => entry.pid !== pid && found.has(entry.pid));
}

/** Those that have not ended. */
export function alive(processes: readonly Process[]): Process[] {
  return processes.filter(({ pid, start }) => read(pid)?.start === start);
}
