// What the fuzzer passes: things of the instance in any state, of another one, and values that nobody expects. Each has
// a name, so that a case can be kept as JSON.
import type {
  Certificate,
  CmsMessage,
  Job,
  Key,
  VirtualHandle,
  WaitContext,
} from '../../src/index.js';
import { at, times } from '../support/certificates.js';
import { everything, type Things } from '../support/every-call.js';
import { detached, garbage } from '../support/faults/fault.js';
import type { TestInstance } from '../support/suite.js';

/** What has been made so far; calls add to it. */
export interface Pool {
  readonly contexts: WaitContext[];
  readonly handles: VirtualHandle[];
  readonly jobs: Job[];
  readonly keys: Key[];
  readonly certificates: Certificate[];
  readonly messages: CmsMessage[];
}

export interface World {
  readonly instance: TestInstance;
  readonly things: Things;
  readonly other: Things;
  readonly pool: Pool;
  readonly signal: AbortSignal;
  /** Blocks of C memory, of BLOCK bytes each. */
  readonly blocks: readonly number[];
  /** Runs a step from inside a function that was given as a value. */
  readonly again: () => void;
}

export const BLOCK = 256;

export async function makeWorld(
  instance: TestInstance,
  other: Things,
  signal: AbortSignal,
  again: () => void,
): Promise<World> {
  const things = await everything(instance);
  const { memory } = instance.ossl.c;
  return {
    ...{ again, instance, signal, things },
    other,
    blocks: [1, 2, 3, 4].map(() => memory.malloc(BLOCK)),
    pool: {
      contexts: [things.context, instance.ossl.newWaitContext()],
      handles: [things.handle, instance.ossl.newHandle()],
      jobs: [things.job],
      keys: [things.key, await instance.ossl.generateKey({ algorithm: 'X25519' })],
      certificates: [things.certificate],
      messages: [things.message],
    },
  };
}

/** Keeps what a call gave. */
export function keep({ pool }: World, given: unknown): void {
  const name = (given as { constructor?: { name?: string } } | null | undefined)?.constructor?.name;
  const list = {
    WaitContext: pool.contexts,
    VirtualHandle: pool.handles,
    Job: pool.jobs,
    Key: pool.keys,
  }[name ?? ''] as unknown[] | undefined;
  if (list && list.length < 6) list.push(given);
  const { job } = (given ?? {}) as { job?: Job | null };
  if (job && pool.jobs.length < 6) pool.jobs.push(job);
}

type Value = (world: World) => unknown;

const pooled = (name: keyof Pool): [string, Value][] =>
  [0, 1, 2].map((index) => [
    `${name} ${index}`,
    ({ pool }) => pool[name][index % pool[name].length],
  ]);

const numbers = [0, 1, 2, 3, 7, 8, 16, 20, 64, 100, 512, 1024, -2, -(2 ** 31), 0.5, Infinity];
const large = [
  2 ** 20,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 16,
  Number.MAX_SAFE_INTEGER,
];
const texts = [
  ...'RSA EC X25519 Ed25519 ML-DSA-44 ML-KEM-512 P-256 SHA256 SHA1 MD5 pkcs1 oaep pss PBKDF2 scrypt'.split(
    ' ',
  ),
  ...'AES-256-CBC der pem smime jwk raw message digest leaf sslserver example.org CN'.split(' '),
  ...['', '\0', 'a\0b', '\ud800'],
];

class LyingBytes extends Uint8Array {
  override get length(): number {
    return 2 ** 20;
  }
  override get byteLength(): number {
    return 2 ** 20;
  }
  override subarray(): never {
    throw new Error('no part of it');
  }
}

function resizable(): Uint8Array {
  const make = ArrayBuffer as unknown as new (
    size: number,
    options: { maxByteLength: number },
  ) => ArrayBuffer & { resize(size: number): void };
  const buffer = new make(64, { maxByteLength: 128 });
  const bytes = new Uint8Array(buffer);
  queueMicrotask(() => {
    buffer.resize(8);
  });
  return bytes;
}

export const values: Record<string, Value> = Object.fromEntries<Value>([
  ...pooled('contexts'),
  ...pooled('handles'),
  ...pooled('jobs'),
  ...pooled('keys'),
  ...pooled('certificates'),
  ...pooled('messages'),
  ['a list of handles', ({ pool }) => [...pool.handles]],
  ['a list of certificates', ({ pool }) => [...pool.certificates]],
  ['a list of keys', ({ pool }) => [...pool.keys]],
  ['signers', ({ things }) => [{ key: things.key, certificate: things.certificate }]],
  ['the fd of a handle', ({ pool }) => pool.handles[0]?.fd],
  ["another's context", ({ other }) => other.context],
  ["another's handle", ({ other }) => other.handle],
  ["another's job", ({ other }) => other.job],
  ["another's key", ({ other }) => other.key],
  ["another's certificate", ({ other }) => other.certificate],
  ['the signal', ({ signal }) => signal],
  ['a fired signal', () => AbortSignal.abort('now')],
  ['a C function', ({ instance }) => instance.jobs.deep],
  ['a C function that never ends', ({ instance }) => instance.jobs.endless],
  ['an address', ({ blocks }) => blocks[0]],
  ['a function that calls again', ({ again }) => again],
  [
    'a function that throws',
    () => (): never => {
      throw new Error('thrown by the user');
    },
  ],
  ['a function of nothing', () => (): void => undefined],
  [
    'an async function',
    () => async (): Promise<number> => {
      await Promise.resolve();
      return 1;
    },
  ],
  [
    'a generator',
    () =>
      function* (): Generator {
        yield;
        return 1;
      },
  ],
  ['bytes', () => new TextEncoder().encode('some bytes')],
  ['32 bytes', () => new Uint8Array(32).fill(7)],
  ['a megabyte', () => new Uint8Array(2 ** 20)],
  ['bytes that lie', () => new LyingBytes(64)],
  ['resizable bytes', resizable],
  ['shared bytes', () => new Uint8Array(new SharedArrayBuffer(64))],
  ['detached bytes', () => detached()],
  ['a stream', () => new Blob(['streamed']).stream()],
  [
    'a locked stream',
    () => {
      const stream = new Blob(['streamed']).stream();
      stream.getReader();
      return stream;
    },
  ],
  ['an iterable', () => [new Uint8Array(8), new Uint8Array(8)]],
  ['an iterable of garbage', () => [new Uint8Array(8), 7, null]],
  ['a sink', () => new WritableStream<Uint8Array>()],
  [
    'a sink that fails',
    () =>
      new WritableStream<Uint8Array>({
        write: () => {
          throw new Error('full');
        },
      }),
  ],
  ['a date', () => at],
  ['an early date', () => times.notBefore],
  ['no date', () => new Date(NaN)],
  ['a name', () => ({ CN: 'x' })],
  ...numbers.map((value): [string, Value] => [`${value}`, () => value]),
  ...large.map((value): [string, Value] => [`${value}`, () => value]),
  ...texts.map((text): [string, Value] => [JSON.stringify(text), () => text]),
  ['true', () => true],
  ['false', () => false],
  ...Object.entries(garbage)
    .filter(([name]) => !name.startsWith('a promise') && !name.startsWith('a proxy that answers'))
    .map(([name, make]): [string, Value] => [name, make]),
]);

/** The names of the facade's options. */
export const fields = [
  'algorithm bits curve onProgress signal timeout waitContext args func job hash padding mgf1Hash saltLength prehashed',
  'context deterministic label password salt length iterations N r p passes memory lanes key info secret associatedData',
  'publicKey sign decrypt derive input ecdsaFormat rawDecrypt format encoding kdf cipher name certificate certificates',
  'friendlyName mac subject extensions copyExtensions issuer issuerKey request serial notBefore notAfter lastUpdate',
  'nextUpdate number revoked trusted untrusted crls crlCheck purpose hostname email ip at authLevel signers recipients',
  'content detached attributes to alloc free',
].flatMap((line) => line.split(' '));
