// The floors of src and of wasm, and what must not be between them: an import that runs upward, and a circle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { root } from './child.js';

/**
 * The floors, from the lowest. A file stands on the floor with the longest name that its path begins with, and imports,
 * types too, from its own floor and those below. docs/ARCHITECTURE.md has them as a picture.
 */
export const floors = [
  'src/base/',
  'src/module/',
  'src/handles/',
  'src/async/waiting/',
  'src/async/jobs/',
  'src/async/runner/',
  'src/async/c-shaped/',
  'src/operator/',
  'src/crypto/encoding/',
  'src/crypto/keys/',
  'src/crypto/primitives/',
  'src/crypto/x509/',
  'src/crypto/cms/',
  'src/crypto/',
  'src/',
  'src/adapters/',
  'src/workers/',
];

/** The floors of the C, likewise; an #include is an import. */
export const cFloors = [
  'wasm/boundary/generated/',
  'wasm/async/',
  'wasm/upstream/',
  'wasm/posix/',
  'wasm/held/',
  'wasm/operations/',
  'wasm/boundary/generated/boundary_jobs.c',
  'wasm/bridge/',
  'wasm/test/',
];

/** The files that each file imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}${file.replaceAll('\\', '/')}`)
    .filter((file) => ending.test(file));
}

/** What the files of src import from each other. */
export function importsOfSource(): Imports {
  return new Map(filesBelow('src/', /\.ts$/).map((file) => [file, importsOf(file)]));
}

/** What the files of wasm include of each other. */
export function includesOfC(): Imports {
  return new Map(filesBelow('wasm/', /\.[ch]$/).map((file) => [file, includesOf(file)]));
}

/** Where the compiler finds what a file includes; upstream's and the system's own headers are not ours. */
function includesOf(file: string): string[] {
  const text = readFileSync(new URL(file, root), 'utf8');
  const folders = [posix.dirname(file), 'wasm', 'wasm/boundary/generated'];
  return [...text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)].flatMap(([, name = '']) => {
    const found = folders.map((folder) => posix.join(folder, name));
    return found.filter((path) => existsSync(new URL(path, root))).slice(0, 1);
  });
}

function importsOf(file: string): string[] {
  const text = readFileSync(new URL(file, root), 'utf8');
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(file), name).replace(/\.js$/, '.ts'));
}

/** The floor that a file stands on. */
export function floorOf(file: string, order: readonly string[] = floors): string {
  const names = order.filter((floor) => file.startsWith(floor));
  return names.reduce((longest, name) => (name.length > longest.length ? name : longest), '');
}

/** A sentence for each import that runs upward. */
export function upward(imports: Imports, order: readonly string[] = floors): string[] {
  return [...imports].flatMap(([file, imported]) =>
    imported
      .filter((other) => order.indexOf(floorOf(other, order)) > order.indexOf(floorOf(file, order)))
      .map(
        (other) =>
          `${file} (floor ${floorOf(file, order)}) imports ${other} (floor ${floorOf(other, order)}), which is higher`,
      ),
  );
}

/** A sentence for each circle of files; of those that share an import, one. */
export function circles(imports: Imports, order: readonly string[] = floors): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      const circle = [...path.slice(path.indexOf(file)), file];
      found.push(circle.map((each) => `${each} (floor ${floorOf(each, order)})`).join(' imports '));
      return;
    }
    if (done.has(file)) return;
    for (const other of imports.get(file) ?? []) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}
