// src stands on floors: no import runs up, none in a circle, and the picture in ARCHITECTURE.md shows what holds.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { root } from './child.js';
import {
  cFloors,
  circles,
  floorOf,
  floors,
  importsOfSource,
  includesOfC,
  upward,
} from './floors.js';

const imports = importsOfSource();

describe('the floors of src', () => {
  test('every import is of a file that is there', () => {
    const all = [...imports.values()].flat();
    expect(all.length).toBeGreaterThan(imports.size);
    expect(all.filter((file) => !imports.has(file))).toEqual([]);
  });

  test('an import of types alone counts', () => {
    expect(imports.get('src/handles/answer-stream.ts')).toContain('src/handles/handle-kinds.ts');
  });

  test('no floor is empty', () => {
    const used = new Set([...imports.keys()].map((file) => floorOf(file)));
    expect(floors.filter((floor) => !used.has(floor))).toEqual([]);
  });

  test('no import runs upward', () => {
    expect(upward(imports)).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    expect(circles(imports)).toEqual([]);
  });

  test('are those of the picture in ARCHITECTURE.md, in its order', () => {
    const text = readFileSync(new URL('docs/ARCHITECTURE.md', root), 'utf8');
    const section = text.slice(text.indexOf('## The layers'));
    const picture = /^```\n([^]*?)^```$/m.exec(section)?.[1] ?? '';
    const drawn = [...picture.matchAll(/^ {2}(src\/[\w/-]*)/gm)].map(([, floor]) => floor);
    expect(drawn).toEqual([...floors].reverse());
  });
});

describe('the floors of wasm', () => {
  const includes = includesOfC();

  test('every file of ours stands on one, and none is empty', () => {
    const used = [...includes.keys()].map((file) => floorOf(file, cFloors));
    expect(used).not.toContain('');
    expect([...new Set(used)].sort()).toEqual([...cFloors].sort());
  });

  test('no #include runs upward, none in a circle', () => {
    expect([...includes.values()].flat().length).toBeGreaterThan(includes.size);
    expect(upward(includes, cFloors)).toEqual([]);
    expect(circles(includes, cFloors)).toEqual([]);
  });
});

describe('the check', () => {
  test('names both files and both floors of an import that runs upward', () => {
    const wrong = new Map([['src/base/a.ts', ['src/module/b.ts', 'src/base/c.ts']]]);
    expect(upward(wrong)).toEqual([
      'src/base/a.ts (floor src/base/) imports src/module/b.ts (floor src/module/), which is higher',
    ]);
  });

  test('names the files of a circle, each with its floor', () => {
    const wrong = new Map([
      ['src/base/a.ts', ['src/base/b.ts']],
      ['src/base/b.ts', ['src/base/c.ts']],
      ['src/base/c.ts', ['src/base/b.ts']],
    ]);
    expect(circles(wrong)).toEqual([
      'src/base/b.ts (floor src/base/) imports src/base/c.ts (floor src/base/) imports src/base/b.ts (floor src/base/)',
    ]);
  });

  test('puts a file on the floor with the longest name', () => {
    expect(floorOf('src/crypto/keys/held/signer.ts')).toBe('src/crypto/keys/');
    expect(floorOf('src/crypto/facade.ts')).toBe('src/crypto/');
    expect(floorOf('src/openssl.ts')).toBe('src/');
  });
});
