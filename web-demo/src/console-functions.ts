import {
  ASYNC_ERR,
  ASYNC_FINISH,
  ASYNC_NO_JOBS,
  ASYNC_PAUSE,
  ASYNC_STATUS_EAGAIN,
  ASYNC_STATUS_ERR,
  ASYNC_STATUS_OK,
  ASYNC_STATUS_UNSUPPORTED,
  OSSL_BAD_ASYNC_FD,
  type OpenSSL,
} from 'openssl-async';
import { address, jobs } from './console-jobs.js';
import { HANDLES, manual } from './console-manual.js';
import type { Callable, Scope, Value } from './console-parser.js';

type Shows = 'int' | 'address' | 'result' | 'status' | 'text' | 'nothing';

export interface Entry extends Callable {
  /** What it does, in a line. */
  readonly about: string;
  readonly group: string;
  /** How its value is shown. */
  readonly shows: Shows;
}

type Methods = Record<string, (...args: Value[]) => Value>;

/** Everything that a line of the console may name. `print` is where the page's own jobs speak. */
export function makeScope(ossl: OpenSSL, print: (text: string) => void): Scope<Entry> {
  const { c } = ossl;
  const functions = new Map<string, Entry>();
  const variables = new Map<string, Value>();

  const declare = (group: string, calls: Readonly<Record<string, Entry['call']>>): void => {
    for (const [line, call] of Object.entries(calls)) {
      const declaration = parse(line);
      functions.set(declaration.name, { ...declaration, group, call });
    }
  };
  const method =
    (object: object, name: string): Entry['call'] =>
    (...args) =>
      ((object as Methods)[name] as Methods[string]).apply(object, args);

  for (const [group, lines] of Object.entries(manual))
    declare(group, Object.fromEntries(lines.map((line) => [line, method(c, parse(line).name)])));

  const { memory } = c;
  declare('memory', {
    'address new_job(): a cell for an ASYNC_JOB *, NULL at first': method(memory, 'newPointer'),
    'address new_int([int value]): a cell for an int': method(memory, 'newInt'),
    'address new_ints(int a, int b): two ints side by side, as pipe() wants them': (a, b) =>
      memory.newInts([Number(a), Number(b)]),
    'address new_size(): a cell for a size_t': method(memory, 'newSize'),
    'address new_bytes(text): the bytes of a text': (text) =>
      memory.newBytes(new TextEncoder().encode(String(text))),
    'int get_int(int *cell, [index]): what is in an int': (cell, index = 0) =>
      memory.getInt(cell as never, Number(index)),
    'int get_size(size_t *cell): what is in a size_t': method(memory, 'getSize'),
    'address get_job(ASYNC_JOB **cell): the job in a cell': method(memory, 'getJob'),
    'address get_pointer(void **cell): the address in a cell': method(memory, 'getPointer'),
    'text get_text(void *bytes, size_t size): bytes as a text': (at, size) =>
      new TextDecoder().decode(memory.getBytes(at as never, Number(size))),
    'nothing free(void *cell): frees a cell': method(memory, 'free'),
  });
  declare(HANDLES, {
    'nothing signal(int fd): makes a handle ready, as a device would': (fd) => {
      ossl.handle(Number(fd)).signal();
    },
  });
  declare('console', {
    'text errors(): takes what is in the error queue': () =>
      ossl
        .takeErrors()
        .map(({ data, reason }) => `${reason}${data ? `: ${data}` : ''}`)
        .join('\n') || 'the queue is empty',
    'text stats(): what this instance holds': () => JSON.stringify(ossl.stats().jobs),
    'text vars(): your variables': () =>
      [...variables]
        .map(
          ([name, value]) =>
            `${name} = ${typeof value === 'number' ? address(value) : String(value)}`,
        )
        .join('\n') || 'none yet',
    'text help([name]): what a function does; without a name, all of them': (name) =>
      help(functions, name),
  });

  return {
    functions,
    variables,
    constants: new Map<string, Value>([...constants, ...jobs(ossl, print)]),
  };
}

/** A line of console-manual.ts, which says how they are written. */
function parse(line: string): Omit<Entry, 'group' | 'call'> {
  const [, shows, name, parameters, about] = /^(\w+) (\w+)\((.*)\): (.*)$/.exec(line) as string[];
  return {
    shows: shows as Shows,
    name: name as string,
    parameters: parameters ? parameters.split(/, (?![^(]*\))/) : [],
    about: about as string,
  };
}

const constants: readonly (readonly [string, Value])[] = [
  ['NULL', 0],
  ...Object.entries({ ASYNC_ERR, ASYNC_NO_JOBS, ASYNC_PAUSE, ASYNC_FINISH }),
  ...Object.entries({
    ASYNC_STATUS_UNSUPPORTED,
    ASYNC_STATUS_ERR,
    ASYNC_STATUS_OK,
    ASYNC_STATUS_EAGAIN,
    OSSL_BAD_ASYNC_FD,
  }),
];

export function usage({ about, name, parameters }: Entry): string {
  return `${name}(${parameters.join(', ')}): ${about}`;
}

function help(functions: ReadonlyMap<string, Entry>, name: Value): string {
  if (name !== undefined) {
    const entry = functions.get(String(name));
    return entry ? `${usage(entry)}. ${entry.group}` : `there is no function ${String(name)}`;
  }
  const groups = new Map<string, string[]>();
  for (const entry of functions.values())
    groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry.name]);
  return [...groups]
    .map(([group, names]) => `${group}: ${names.join(', ')}`)
    .concat('to pass as functions: returns_7, pauses_once, waits_for_fd, says_hello, says_goodbye')
    .join('\n');
}

const results = ['ASYNC_ERR', 'ASYNC_NO_JOBS', 'ASYNC_PAUSE', 'ASYNC_FINISH'];
const statuses = ['UNSUPPORTED', 'ERR', 'OK', 'EAGAIN'].map((name) => `ASYNC_STATUS_${name}`);

/** A value as the console shows it. */
export function show(value: Value, entry: Entry | undefined): string | undefined {
  if (entry?.shows === 'nothing' || value === undefined) return undefined;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return value;
  if (entry?.shows === 'result') return `${results[value] ?? ''} (${value})`;
  if (entry?.shows === 'status') return `${statuses[value] ?? 'a status'} (${value})`;
  return entry?.shows === 'int' ? String(value) : address(value);
}
