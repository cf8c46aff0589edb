// Where SoftHSM's library is: distributions differ. Run by itself, it prints the path, or fails.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const names = ['libsofthsm2.so', 'libsofthsm2.dylib'];

/** The path in SOFTHSM2_LIBRARY, else of what is installed; undefined if there is none. */
export function findSoftHsm() {
  const given = process.env.SOFTHSM2_LIBRARY;
  if (given) return given;
  // beside the commands on the PATH, and where systems put what is not on it
  const bins = (process.env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const prefixes = [...bins.map(dirname), '/usr', '/usr/local', '/opt/homebrew', '/opt/local'];
  for (const prefix of new Set(prefixes)) {
    for (const lib of ['lib', 'lib64'].map((name) => join(prefix, name))) {
      const machines = existsSync(lib)
        ? readdirSync(lib).filter((name) => /^[\w]+-linux-\w+$/.test(name)) // Debian's multiarch
        : [];
      for (const folder of ['', ...machines].map((name) => join(lib, name)))
        for (const kind of ['softhsm', 'pkcs11', ''])
          for (const name of names) {
            const path = resolve(folder, kind, name);
            if (existsSync(path)) return path;
          }
    }
  }
  return undefined;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const found = findSoftHsm();
  if (found) console.log(found);
  else process.exitCode = 1;
}
