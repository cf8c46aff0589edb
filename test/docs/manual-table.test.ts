// docs/manual-pages.md names everything that the boundary has of ASYNC, and nothing that is not there.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.js';
import { Job } from '../../src/async/jobs/job.js';
import { VirtualHandle } from '../../src/handles/virtual-handle.js';
import { WaitContext } from '../../src/async/waiting/wait-context.js';
import { root } from './child.js';

interface BoundaryList {
  exports: { c: string }[];
  constants: Record<string, number>;
}

const boundary = JSON.parse(
  readFileSync(new URL('wasm/boundary/async.json', root), 'utf8'),
) as BoundaryList;
const text = readFileSync(new URL('docs/manual-pages.md', root), 'utf8');

/** The rows of all tables, as cells. */
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '));
const firstCells = rows.map(([cell = '']) => cell);

const isAsync = (name: string) => /^(OSSL_BAD_)?ASYNC_/.test(name);
const functions = boundary.exports.map(({ c }) => /(\w+)\(/.exec(c)?.[1] ?? '').filter(isAsync);
const constants = Object.entries(boundary.constants)
  .map(([name, value]) => ({ name, value }))
  .filter(({ name }) => isAsync(name));

describe('docs/manual-pages.md', () => {
  test('there is something to check', () => {
    expect(functions.length).toBeGreaterThanOrEqual(22);
    expect(constants.length).toBeGreaterThanOrEqual(9);
  });

  test.each(functions)('has a row for %s, with both of its names', (name) => {
    const [row, ...more] = rows.filter(([cell]) => cell === `\`${name}\``);
    expect(more).toEqual([]);
    expect(row?.[1]).toMatch(/`(ossl|job|context)\.\w+/);
    expect(row?.[2]).toContain(`c.${name}(`);
    expect(name in library.CApi.prototype).toBe(true);
  });

  test.each(constants)('has $name with its value, as the package exports it', ({ name, value }) => {
    expect(firstCells).toContain(`\`${name}\` ${value}`);
    const exported: Record<string, unknown> = { ...library };
    if (!name.startsWith('ASYNC_R_')) expect(exported[name]).toBe(value);
  });

  test('names only methods that are there', () => {
    const classes: Record<string, object> = {
      ossl: library.OpenSSL.prototype,
      c: library.CApi.prototype,
      job: Job.prototype,
      context: WaitContext.prototype,
      handle: VirtualHandle.prototype,
    };
    const named = [...text.matchAll(/`(ossl|c|job|context|handle)\.(\w+)/g)];
    expect(named.length).toBeGreaterThan(50);
    const fields = ['handle.fd', 'c.memory']; // set by the constructor
    const unknown = named
      .filter(([, object = '', name = '']) => !(name in (classes[object] ?? {})))
      .map(([, object, name]) => `${object}.${name}`);
    expect([...new Set(unknown)].sort()).toEqual(fields.sort());
  });

  test('names parameters of ossl.c as the code does', () => {
    for (const name of functions) {
      const code = ['c-api', 'c-wait-contexts']
        .map((file) => readFileSync(new URL(`src/async/c-shaped/${file}.ts`, root), 'utf8'))
        .join('');
      const list = new RegExp(`^  ${name}\\(([^)]*)\\)`, 'm').exec(code)?.[1] ?? '';
      const parameters = [...list.matchAll(/(\w+):/g)].map(([, parameter]) => parameter);
      expect(text).toContain(`c.${name}(${parameters.join(', ')})`);
    }
  });

  test('names error codes that exist', () => {
    const errors = readFileSync(new URL('src/base/openssl-error.ts', root), 'utf8');
    const codes = [...errors.matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, code]) => code);
    const section = text.slice(
      text.indexOf('## What is undefined upstream'),
      text.indexOf('## File'),
    );
    const used = [...section.matchAll(/^\| .* \| (.*) \|$/gm)]
      .flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)])
      .map(([, code]) => code);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((code) => !codes.includes(code))).toEqual([]);
  });
});
