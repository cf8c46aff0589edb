// Reads wasm/boundary.json, the one list of what crosses between C and JavaScript.
import { readFileSync } from 'node:fs';

/** The first line of each generated file. */
export const NOTICE = 'Generated from wasm/boundary.json by npm run generate; do not edit.';

const path = new URL('../../wasm/boundary.json', import.meta.url);
const boundary = JSON.parse(readFileSync(path, 'utf8'));

/** "int f(char *a, size_t b)" → { result: 'int', name: 'f', parameters: [{ type: 'char*', name: 'a' }, …] } */
function parseFunction(entry) {
  const match = /^(.*?)\s*(\w+)\((.*)\)$/.exec(entry.c);
  if (!match) throw new Error(`wasm/boundary.json: cannot read the declaration "${entry.c}"`);
  const [, result, name, list] = match;
  const parameters =
    list === 'void' ? [] : list.split(',').map((text) => parseVariable(text.trim()));
  return { ...entry, result: parseType(result), name, parameters };
}

/** "void *key" → { type: 'void*', name: 'key' }; "int fds[6]" also has length: 6 */
function parseVariable(text) {
  const match = /^(.*?)\s*(\w+)(?:\[(\d+)\])?$/.exec(text);
  if (!match) throw new Error(`wasm/boundary.json: cannot read "${text}"`);
  return { type: parseType(match[1]), name: match[2], length: match[3] ? Number(match[3]) : 1 };
}

function parseType(text) {
  return text.replace(/\bconst\b/g, '').replace(/\s+/g, '');
}

const sizes = new Map();

/** wasm32 lays out what is used here in words of four bytes; a struct may hold one that was listed before. */
function parseStruct({ name, fields }) {
  let offset = 0;
  const parsed = fields.map((text) => {
    const field = { ...parseVariable(text), c: text, offset };
    offset += (sizes.get(field.type) ?? 4) * field.length;
    return field;
  });
  sizes.set(name, offset);
  return { name, fields: parsed, size: offset };
}

/** An operation is a job function and the struct of its arguments: osa_x_job and osa_x_args. */
function parseOperation(entry) {
  return {
    ...entry,
    args: parseStruct({ name: `osa_${entry.name}_args`, fields: entry.args }),
    job: {
      name: `osa_${entry.name}_job`,
      type: 'job_fn',
      about: entry.about ?? `${entry.manual}(3)`,
    },
  };
}

export const exports = boundary.exports.map(parseFunction);
export const imports = boundary.imports.map(parseFunction);
export const structs = boundary.structs.map(parseStruct);
export const operations = boundary.operations.map(parseOperation);
export const functions = [...boundary.functions, ...operations.map(({ job }) => job)];
export const { constants, types } = boundary;

/** The names that a finished module of this variant ('ship', 'test' or 'sanitize') exports, memory and start included. */
export function exportNames(variant) {
  const listed = exports.filter((entry) => variant !== 'ship' || entry.variant !== 'test');
  return listed.map((entry) => entry.name);
}
