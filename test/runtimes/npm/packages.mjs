// The runtimes that npm has, apart from the project's packages: they are large (1.1 GB), and Node's would stand in the way
// of every script. Installed when one of them is asked for.
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('.', import.meta.url));

/** A program of one of the packages. */
export function program(path) {
  return `${folder}node_modules/${path}`;
}
