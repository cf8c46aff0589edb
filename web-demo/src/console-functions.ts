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
import type { Callable, Scope, Value } from './console-parser.js';

export interface Entry extends Callable {
  /** What it does, in a line. */
  readonly about: string;
  readonly group: string;
  /** How its value is shown. */
  readonly shows: 'int' | 'address' | 'result' | 'status' | 'text' | 'nothing';
}

type Row = readonly [name: string, parameters: string, shows: Entry['shows'], about: string];

const START = 'ASYNC_start_job(3)';
const CONTEXT = 'ASYNC_WAIT_CTX_new(3)';
const HANDLES = 'file descriptors';
const MEMORY = 'memory';
const CONSOLE = 'console';

const ctx = 'ASYNC_WAIT_CTX *ctx';
const rows: Readonly<Record<string, readonly Row[]>> = {
  [START]: [
    [
      'ASYNC_start_job',
      `ASYNC_JOB **job, ${ctx}, int *ret, int (*func)(void *), void *args, size_t size`,
      'result',
      'starts func in a job, or resumes the paused job in *job',
    ],
    ['ASYNC_pause_job', '', 'int', 'pauses the running job; outside of one it does nothing'],
    ['ASYNC_get_current_job', '', 'address', 'the running job; NULL outside of one'],
    [
      'ASYNC_get_wait_ctx',
      'ASYNC_JOB *job',
      'address',
      'the wait context that a job was started with',
    ],
    [
      'ASYNC_init_thread',
      'size_t max_size, size_t init_size',
      'int',
      'sets how many jobs there may be, and makes some beforehand',
    ],
    ['ASYNC_cleanup_thread', '', 'nothing', 'frees the pool of jobs'],
    ['ASYNC_block_pause', '', 'nothing', 'makes ASYNC_pause_job do nothing in the running job'],
    ['ASYNC_unblock_pause', '', 'nothing', 'takes back one ASYNC_block_pause'],
    ['ASYNC_is_capable', '', 'int', '1: jobs can pause here'],
    [
      'ASYNC_set_mem_functions',
      'alloc, free',
      'int',
      'sets where stacks come from; NULL keeps what is there',
    ],
    [
      'ASYNC_get_mem_functions',
      'alloc *, free *',
      'nothing',
      'writes the allocators in force to two cells',
    ],
  ],
  [CONTEXT]: [
    ['ASYNC_WAIT_CTX_new', '', 'address', 'a new wait context'],
    ['ASYNC_WAIT_CTX_free', ctx, 'nothing', 'frees it, and calls the cleanups that are left'],
    [
      'ASYNC_WAIT_CTX_set_wait_fd',
      `${ctx}, const void *key, OSSL_ASYNC_FD fd, void *custom_data, void (*cleanup)()`,
      'int',
      'adds a handle to wait for under a key',
    ],
    [
      'ASYNC_WAIT_CTX_get_fd',
      `${ctx}, const void *key, OSSL_ASYNC_FD *fd, void **custom_data`,
      'int',
      'writes the newest handle under a key',
    ],
    [
      'ASYNC_WAIT_CTX_get_all_fds',
      `${ctx}, OSSL_ASYNC_FD *fd, size_t *numfds`,
      'int',
      'writes all handles, and how many; with fd NULL only counts',
    ],
    [
      'ASYNC_WAIT_CTX_get_changed_fds',
      `${ctx}, OSSL_ASYNC_FD *addfd, size_t *numaddfds, OSSL_ASYNC_FD *delfd, size_t *numdelfds`,
      'int',
      'what was added and deleted since the last resume',
    ],
    [
      'ASYNC_WAIT_CTX_clear_fd',
      `${ctx}, const void *key`,
      'int',
      'stops waiting for the handle under a key',
    ],
    [
      'ASYNC_WAIT_CTX_set_callback',
      `${ctx}, ASYNC_callback_fn callback, void *arg`,
      'int',
      'sets what C calls when an operation is complete',
    ],
    [
      'ASYNC_WAIT_CTX_get_callback',
      `${ctx}, ASYNC_callback_fn *callback, void **arg`,
      'int',
      'writes the callback and its argument',
    ],
    [
      'ASYNC_WAIT_CTX_set_status',
      `${ctx}, int status`,
      'int',
      'tells the host how the operation stands',
    ],
    ['ASYNC_WAIT_CTX_get_status', ctx, 'status', 'the status; it carries over from job to job'],
  ],
  [HANDLES]: [
    ['eventfd', 'unsigned int initial, int flags', 'int', 'a handle with a count'],
    ['pipe', 'int *fds', 'int', 'writes the two ends of a pipe to two ints'],
    ['read', 'int fd, void *buffer, size_t size', 'int', 'bytes read; -1 if there are none yet'],
    ['write', 'int fd, const void *buffer, size_t size', 'int', 'bytes written'],
    ['close', 'int fd', 'int', 'closes a handle'],
    ['callCallback', 'ASYNC_callback_fn callback, void *arg', 'int', 'calls a callback as C does'],
  ],
};

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
    shows: Entry['shows'],
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

/** Functions to pass where C takes one. */
function jobs({ c }: OpenSSL, print: (text: string) => void): [string, Value][] {
  const key = 1; // any address will do
  return [
    ['returns_7', () => 7],
    [
      'pauses_once',
      function* () {
        print('job: I call ASYNC_pause_job now');
        yield;
        print('job: I was resumed, and return 42');
        return 42;
      },
    ],
    [
      'waits_for_fd',
      function* () {
        const ctx = c.ASYNC_get_wait_ctx(c.ASYNC_get_current_job());
        const fd = c.eventfd(0, 0);
        c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key as never, fd, 0, 0);
        print(`job: I put handle ${fd} into my wait context, and pause`);
        yield;
        print('job: I was resumed; I take the handle out, and return 1');
        c.ASYNC_WAIT_CTX_clear_fd(ctx, key as never);
        c.close(fd);
        return 1;
      },
    ],
    [
      'says_hello',
      (argument: number) => {
        print(`callback: hello, my argument is ${address(argument)}`);
        return 1;
      },
    ],
    [
      'says_goodbye',
      (_ctx: number, _key: number, fd: number) => {
        print(`cleanup: goodbye, handle ${fd}`);
      },
    ],
  ];
}

/** Addresses carry a generation above their 32 bits. */
export function address(value: number): string {
  if (value === 0) return 'NULL';
  return value < 65536 ? String(value) : `0x${value.toString(16)}`;
}

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
