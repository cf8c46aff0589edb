import { messageOf } from '../base/kinds.js';
import { checkOptions } from '../base/options.js';
import { OpenSSLError } from '../index.js';

/** As `checkOptions`, with the class of errors that the core has: this bundle has no core in it. */
export function checkPoolOptions(
  what: string,
  given: unknown,
  names: Readonly<Record<string, true>>,
): void {
  try {
    checkOptions(what, given, names);
  } catch (cause) {
    throw new OpenSSLError('argument', messageOf(cause) ?? what);
  }
}
