// Secrets on JavaScript's side: a recorder of every array of bytes that is made while something runs.
import { pieces } from './memory-scan.js';

/** What was made while a function ran, and what is left in it. */
export interface Copies {
  /** How many arrays were made. */
  readonly count: number;
  /** Which of some secrets stand in an array that was made, other than those that are the caller's. */
  readonly left: (secrets: readonly Uint8Array[], own?: readonly Uint8Array[]) => Uint8Array[];
}

/** A piece of a secret in some bytes. */
function holds(bytes: Uint8Array, piece: Uint8Array): boolean {
  const first = piece[0] as number;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (piece.every((byte, index) => bytes[at + index] === byte)) return true;
  return false;
}

/**
 * Runs a function, and records the arrays of bytes that are made meanwhile: by `new Uint8Array`, `from` and `of`, by
 * `slice`, `map` and `TextEncoder`. Views of a buffer that is there already are no copies. Nothing else may run in the
 * realm meanwhile.
 */
export async function recordCopies<T>(run: () => T | Promise<T>): Promise<{ value: T } & Copies> {
  const made = new Set<Uint8Array>();
  const Real = globalThis.Uint8Array;
  const record = <V>(value: V): V => {
    if (value instanceof Real) made.add(value);
    return value;
  };
  const Recording = new Proxy(Real, {
    construct(target, given: unknown[], newTarget) {
      const bytes = Reflect.construct(
        target,
        given,
        newTarget === Recording ? target : newTarget,
      ) as Uint8Array;
      const isView =
        given[0] instanceof ArrayBuffer ||
        (typeof SharedArrayBuffer === 'function' && given[0] instanceof SharedArrayBuffer);
      return isView ? bytes : record(bytes);
    },
  });
  /* eslint-disable @typescript-eslint/unbound-method -- each is called on its own object */
  const { encode } = TextEncoder.prototype;
  const { map, slice } = Real.prototype;
  TextEncoder.prototype.encode = function (this: TextEncoder, text?: string) {
    return record(encode.call(this, text));
  };
  Real.prototype.slice = function (this: Uint8Array, ...range) {
    return record(slice.apply(this, range));
  };
  Real.prototype.map = function (this: Uint8Array, ...given) {
    return record(map.apply(this, given));
  };
  globalThis.Uint8Array = Recording;
  try {
    const value = await run();
    return {
      value,
      count: made.size,
      left: (secrets, own = []) => {
        const mine = new Set(own.map(({ buffer }) => buffer));
        const others = [...made].filter((bytes) => bytes.length > 0 && !mine.has(bytes.buffer));
        return secrets.filter((secret) =>
          pieces(secret).some((piece) => others.some((bytes) => holds(bytes, piece))),
        );
      },
    };
  } finally {
    globalThis.Uint8Array = Real;
    TextEncoder.prototype.encode = encode;
    Object.assign(Real.prototype, { map, slice });
    /* eslint-enable @typescript-eslint/unbound-method */
  }
}
