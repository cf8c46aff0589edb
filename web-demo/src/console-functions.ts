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
import { HANDLES, rows, type Shows } from './console-manual.js';
import type { Callable, Scope, Value } from './console-parser.js';

export interface Entry extends Callable {
  /** What it does, in a line. */
  readonly about: string;
  readonly group: string;
  /** How its value is shown. */
  readonly shows: Shows;
}

const MEMORY = 'memory';
const CONSOLE = 'console';

type Api = Record<string, (...args: Value[]) => Value>;

/** Everything that a line of the console may name. `print` is where the page's own jobs speak. */
export function makeScope(ossl: OpenSSL, print: (text: string) => void): Scope<Entry> {
  const { c } = ossl;
  const api = c as unknown as Api;
  const memory = c.memory as unknown as Api;
  const functions = new Map<string, Entry>();
  const variables = new Map<string, Value>();

  const add = (entry: Entry): void => void functions.set(entry.name, entry);
  for (const [group, list] of Object.entries(rows))
    for (const [name, parameters, shows, about] of list)
      add({
        name,
        parameters: split(parameters),
        shows,
        about,
        group,
        call: (...args) => (api[name] as Api[string]).call(c, ...args),
      });

  const helper = (
    name: string,
    parameters: string,
    shows: Shows,
    about: string,
    call: (...args: Value[]) => Value,
    group = MEMORY,
    optional = 0,
  ): void => {
    add({ name, parameters: split(parameters), shows, about, group, call, optional });
  };
  const ofMemory =
    (method: string) =>
    (...args: Value[]) =>
      (memory[method] as Api[string]).call(c.memory, ...args);
  const encoder = new TextEncoder();

  helper(
    'new_job',
    '',
    'address',
    'a cell for an ASYNC_JOB *, NULL at first',
    ofMemory('newPointer'),
  );
  helper('new_int', 'int value', 'address', 'a cell for an int', ofMemory('newInt'), MEMORY, 1);
  helper(
    'new_ints',
    'int a, int b',
    'address',
    'two ints side by side, as pipe() wants them',
    (a, b) => c.memory.newInts([Number(a), Number(b)]),
  );
  helper('new_size', '', 'address', 'a cell for a size_t', ofMemory('newSize'));
  helper('new_bytes', 'text', 'address', 'the bytes of a text', (text) =>
    c.memory.newBytes(encoder.encode(String(text))),
  );
  helper(
    'get_int',
    'int *cell, index',
    'int',
    'what is in an int',
    (cell, index = 0) => c.memory.getInt(cell as never, Number(index)),
    MEMORY,
    1,
  );
  helper('get_size', 'size_t *cell', 'int', 'what is in a size_t', ofMemory('getSize'));
  helper('get_job', 'ASYNC_JOB **cell', 'address', 'the job in a cell', ofMemory('getJob'));
  helper('get_pointer', 'void **cell', 'address', 'the address in a cell', ofMemory('getPointer'));
  helper('get_text', 'void *bytes, size_t size', 'text', 'bytes as a text', (at, size) =>
    new TextDecoder().decode(c.memory.getBytes(at as never, Number(size))),
  );
  helper('free', 'void *cell', 'nothing', 'frees a cell', ofMemory('free'));

  helper(
    'signal',
    'int fd',
    'nothing',
    'makes a handle ready, as a device would',
    (fd) => {
      ossl.handle(Number(fd)).signal();
    },
    HANDLES,
  );
  helper(
    'errors',
    '',
    'text',
    'takes what is in the error queue',
    () => {
      const list = ossl
        .takeErrors()
        .map(({ data, reason }) => `${reason}${data ? `: ${data}` : ''}`);
      return list.join('\n') || 'the queue is empty';
    },
    CONSOLE,
  );
  helper(
    'stats',
    '',
    'text',
    'what this instance holds',
    () => JSON.stringify(ossl.stats().jobs),
    CONSOLE,
  );
  helper(
    'vars',
    '',
    'text',
    'your variables',
    () =>
      [...variables]
        .map(
          ([name, value]) =>
            `${name} = ${typeof value === 'number' ? address(value) : String(value)}`,
        )
        .join('\n') || 'none yet',
    CONSOLE,
  );
  helper(
    'help',
    'name',
    'text',
    'what a function does; without a name, all of them',
    (name) => help(functions, name),
    CONSOLE,
    1,
  );

  return {
    functions,
    variables,
    constants: new Map<string, Value>([...constants, ...jobs(ossl, print)]),
  };
}

function split(parameters: string): string[] {
  return parameters === '' ? [] : parameters.split(/, (?![^(]*\))/);
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
