// An adapter is a bundle of its own: what is wrong with its arguments is a TypeError, since the core's class of errors is
// not in it.
import { bytesOf } from '../base/bytes.js';
import { checkOptions } from '../base/options.js';
import { messageOf } from '../base/kinds.js';

function asTypeError<T>(check: () => T): T {
  try {
    return check();
  } catch (cause) {
    throw new TypeError(messageOf(cause), { cause });
  }
}

/** @throws `TypeError` unless it is an object without other options than these */
export function checkAdapterOptions(
  given: unknown,
  names: Readonly<Record<string, true>>,
  what = 'The options',
): void {
  asTypeError(() => {
    checkOptions(what, given, names);
  });
}

/** A copy of bytes. @throws `TypeError` for what is none */
export function copyOfBytes(name: string, given: unknown): Uint8Array {
  return asTypeError(() => bytesOf(name, given).slice());
}
