// What the fuzzer calls: every public function of the facade, found by looking at the objects, and every export whose
// misuse is defined.
import type { TestExports } from '../../src/module/generated/boundary-exports.js';
import { calls } from '../support/every-call.js';
import type { World } from './values.js';

export type Target = (world: World, args: readonly unknown[]) => unknown;

/** Objects of the facade, by name. */
const objects: Record<string, (world: World) => object | undefined> = {
  ossl: ({ instance }) => instance.ossl,
  'ossl.keys': ({ instance }) => instance.ossl.keys,
  'ossl.pkcs12': ({ instance }) => instance.ossl.pkcs12,
  'ossl.x509': ({ instance }) => instance.ossl.x509,
  'ossl.cms': ({ instance }) => instance.ossl.cms,
  context: ({ pool }) => pool.contexts.at(-1),
  'older context': ({ pool }) => pool.contexts[0],
  handle: ({ pool }) => pool.handles.at(-1),
  'older handle': ({ pool }) => pool.handles[0],
  job: ({ pool }) => pool.jobs.at(-1),
  'older job': ({ pool }) => pool.jobs[0],
  key: ({ pool }) => pool.keys.at(-1),
  'older key': ({ pool }) => pool.keys[0],
  certificate: ({ pool }) => pool.certificates[0],
  message: ({ pool }) => pool.messages[0],
  'ossl.c.memory': ({ instance }) => instance.ossl.c.memory,
};

/** Marked as internal: these are not the user's to call. */
const internal =
  /^(constructor|address|check|checkUndriven|begin|paused|notStarted|finished|abandoned|runCleanup|dropUser|retain|onCallback|onCancel|onRelease)$/;

const startsJob = /^(run|startJob)$/;

/** A number stands for a C function, and which one it is can't be seen: the caller is answerable, as in C. */
function sound(world: World, given: unknown): unknown {
  if (typeof given === 'number' && given > 0) return world.instance.jobs.deep;
  const func = Object.getOwnPropertyDescriptor(Object(given) as object, 'func')?.value as unknown;
  return typeof func === 'number' ? { ...(given as object), func: sound(world, func) } : given;
}

/** Raw writes into C memory are C: `ossl.c.memory` checks that an address is inside, no more. */
const unchecked = /^(set|free$|getString$)/;

function members(object: object): string[] {
  const names = new Set<string>();
  for (
    let level: object | null = object;
    level && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  )
    for (const name of Object.getOwnPropertyNames(level)) if (!internal.test(name)) names.add(name);
  return [...names];
}

/** One of each, to find the names; the case itself calls its own. */
export function targets(world: World): Record<string, Target> {
  const all: Record<string, Target> = {};
  for (const [where, find] of Object.entries(objects)) {
    const found = find(world);
    for (const name of found ? members(found) : []) {
      if (where === 'ossl.c.memory' && unchecked.test(name)) continue;
      if (name === 'release' && !where.endsWith('job')) continue; // of others it is internal
      all[`${where}.${name}`] = (current, args) => {
        const object = find(current) as Record<string, unknown>;
        const member = object[name];
        return typeof member === 'function'
          ? (Reflect.apply(
              member,
              object,
              startsJob.test(name) ? args.map((one) => sound(current, one)) : args,
            ) as unknown)
          : member;
      };
    }
  }
  for (const [name, call] of Object.entries(calls))
    all[`as it should be: ${name}`] = ({ pool, things }) =>
      call({
        ...things,
        context: pool.contexts.at(-1) ?? things.context,
        handle: pool.handles.at(-1) ?? things.handle,
        job: pool.jobs.at(-1) ?? things.job,
        key: pool.keys.at(-1) ?? things.key,
      });
  for (const [name, kinds] of Object.entries(exported))
    if (kinds !== C)
      all[`exports.${name}`] = (current, args) => callExport(current, name, kinds, args);
  return all;
}

type Kind = 'int' | 'block' | 'size' | 'any job' | 'context' | 'job cell' | 'function';

/** Whoever calls it as C would be is answerable for the addresses, as in C. */
export const C = 'C';

/** Every export that JavaScript may call: what its arguments may be without the behaviour being undefined, as in C. */
export const exported: Record<string, readonly Kind[] | typeof C> = {
  ASYNC_start_job: ['job cell', 'context', 'block', 'function', 'block', 'size'],
  ASYNC_pause_job: [],
  ASYNC_get_current_job: [],
  ASYNC_get_wait_ctx: C,
  ASYNC_init_thread: ['int', 'int'],
  ASYNC_cleanup_thread: [],
  ASYNC_block_pause: [],
  ASYNC_unblock_pause: [],
  ASYNC_is_capable: [],
  ASYNC_set_mem_functions: C,
  ASYNC_get_mem_functions: ['block', 'block'],
  ASYNC_WAIT_CTX_new: [],
  ASYNC_WAIT_CTX_free: C,
  ASYNC_WAIT_CTX_set_wait_fd: C,
  ASYNC_WAIT_CTX_get_fd: ['context', 'int', 'block', 'block'],
  ASYNC_WAIT_CTX_get_all_fds: ['context', 'block', 'block'],
  ASYNC_WAIT_CTX_get_changed_fds: ['context', 'block', 'block', 'block', 'block'],
  ASYNC_WAIT_CTX_clear_fd: ['context', 'int'],
  ASYNC_WAIT_CTX_set_callback: C,
  ASYNC_WAIT_CTX_get_callback: ['context', 'block', 'block'],
  ASYNC_WAIT_CTX_set_status: ['context', 'int'],
  ASYNC_WAIT_CTX_get_status: ['context'],
  ERR_clear_error: [],
  ERR_set_mark: [],
  ERR_pop_to_mark: [],
  ERR_count_to_mark: [],
  ERR_peek_error: [],
  OSSL_LIB_CTX_new: [],
  OSSL_LIB_CTX_free: C,
  OSSL_LIB_CTX_set0_default: C,
  RAND_bytes: ['block', 'size'],
  OpenSSL_version: ['int'],
  osa_openssl_fixes: [],
  EVP_PKEY_free: C,
  EVP_PKEY_eq: C,
  pipe: ['block'],
  eventfd: ['int', 'int'],
  read: ['int', 'block', 'size'],
  write: ['int', 'block', 'size'],
  close: ['int'],
  poll: ['block', 'size', 'int'],
  osa_init: C,
  osa_malloc: ['int'],
  osa_free: C,
  osa_clear_free: C,
  osa_function: ['int'],
  osa_start_job: ['any job', 'context', 'function', 'block', 'size', 'block'],
  osa_cancel_job: ['any job'],
  osa_job_is_cancelled: [],
  osa_job_serial: ['any job'],
  osa_take_error: ['int', 'block'],
  osa_raise: ['block'],
  osa_call_callback: C,
  osa_set_stack_size: C,
  osa_get_stack_size: [],
  osa_set_memory_limit: C,
  osa_read_stats: ['block'],
  osa_key_write: C,
  osa_key_has_private: C,
  osa_key_read_public: ['block', 'size'],
  osa_key_is_a: C,
  osa_held_key_new: C,
};

/** Any number as a word: what C would see of it. */
function word(value: unknown): number {
  return typeof value === 'number' ? value | 0 : 0;
}

function callExport(
  world: World,
  name: string,
  kinds: readonly Kind[],
  args: readonly unknown[],
): unknown {
  const { blocks, instance, pool } = world;
  const words = kinds.map((kind, index) => {
    const value = args[index];
    const block = blocks[index % blocks.length] as number;
    switch (kind) {
      case 'int':
        return word(value);
      case 'size':
        return Math.abs(word(value)) % 33;
      case 'block':
        return block;
      case 'any job':
        return word(value);
      case 'function':
        return instance.jobs.deep;
      case 'context': {
        const context = pool.contexts.find((one) => {
          try {
            return one.pointer !== 0;
          } catch {
            return false;
          }
        });
        return context?.pointer ?? instance.ossl.newWaitContext().pointer;
      }
      case 'job cell':
        instance.ossl.c.memory.setInt(block as never, word(value));
        return block;
    }
  });
  return (instance.exports[name as keyof TestExports] as (...given: number[]) => unknown)(...words);
}
