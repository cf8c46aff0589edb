// The floors of src, and what must not be between them: an import that runs upward, and a circle.
import { readdirSync, readFileSync } from 'node:fs';
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

/** The files that each file imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** What the files of src import from each other. */
export function importsOfSource(): Imports {
  const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'));
  return new Map(files.map((file) => [file, importsOf(file)]));
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
export function floorOf(file: string): string {
  const names = floors.filter((floor) => file.startsWith(floor));
  return names.reduce((longest, name) => (name.length > longest.length ? name : longest), '');
}

/** A sentence for each import that runs upward. */
export function upward(imports: Imports): string[] {
  return [...imports].flatMap(([file, imported]) =>
    imported
      .filter((other) => floors.indexOf(floorOf(other)) > floors.indexOf(floorOf(file)))
      .map(
        (other) =>
          `${file} (floor ${floorOf(file)}) imports ${other} (floor ${floorOf(other)}), which is higher`,
      ),
  );
}

/** A sentence for each circle of files; of those that share an import, one. */
export function circles(imports: Imports): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      const circle = [...path.slice(path.indexOf(file)), file];
      found.push(circle.map((each) => `${each} (floor ${floorOf(each)})`).join(' imports '));
      return;
    }
    if (done.has(file)) return;
    for (const other of imports.get(file) ?? []) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}
