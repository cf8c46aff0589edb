import { OpenSSLError } from '../base/errors.js';

/**
 * Where Vite before 8 puts a dependency's code while it develops. It leaves the files beside that code where they were,
 * and answers with the project's page, and status 200, if they are asked for at the new place.
 */
const MOVED = /^(.*\/node_modules)\/\.vite\/(?:[^?#]*\/)?deps(?:_[^/?#]*)?\/[^?#]*/;

/**
 * Where a file of this package is, if a tool has moved the code that asks for it away from it.
 *
 * @param name - the file's, in the package's `dist`
 * @param here - the address of the code that asks, as `import.meta.url` has it
 * @returns its address, or undefined if the code is where the file is
 */
export function leftBehind(name: string, here: string | undefined): URL | undefined {
  const [, modules] = MOVED.exec(here ?? '') ?? [];
  return modules === undefined ? undefined : new URL(`${modules}/openssl-async/dist/${name}`);
}

/**
 * @param name - the file's, in the package's `dist`
 * @param address - where it is if no tool has moved the code
 * @throws {@link OpenSSLError} `load`, as {@link besideThis}
 */
export function beside(name: string, address: () => URL): URL {
  const moved = leftBehind(name, import.meta.url);
  if (moved) return moved;
  try {
    return address();
  } catch (cause) {
    throw new OpenSSLError(
      'load',
      'This runtime does not say where the code is, so the module is not found; pass it, or import openssl-async/inline',
      { cause },
    );
  }
}
