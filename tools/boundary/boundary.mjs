// Reads the lists in wasm/boundary/: all that crosses between C and JavaScript.
import { readFileSync } from 'node:fs';

/** Every list, in the order in which the generated files have them: a struct stands before what holds it. */
export const lists = [
  'module',
  'async',
  'handles',
  'primitives',
  'keys',
  'held',
  'pkcs12',
  'x509',
  'cms',
  'test',
];

/** What the module that ships has; the other builds have all of them. */
export const shippedLists = lists.filter((name) => name !== 'test');

/** The lists of a build of the module: `ship`, `test` or `sanitize`. */
export function listsOf(build) {
  return build === 'ship' ? shippedLists : lists;
}

const pathOf = (name) => `wasm/boundary/${name}.json`;

/** "int f(char *a, size_t b)" → { result: 'int', name: 'f', parameters: [{ type: 'char*', name: 'a' }, …] } */
function parseFunction(entry) {
  const match = /^(.*?)\s*(\w+)\((.*)\)$/.exec(entry.c);
  if (!match) throw new Error(`cannot read the declaration "${entry.c}"`);
  const [, result, name, list] = match;
  const parameters =
    list === 'void' ? [] : list.split(',').map((text) => parseVariable(text.trim()));
  return { ...entry, result: parseType(result), name, parameters };
}

/** "void *key" → { type: 'void*', name: 'key' }; "int fds[SIX]" also has length: 'SIX' */
function parseVariable(text) {
  const match = /^(.*?)\s*(\w+)(?:\[(\w+)\])?$/.exec(text);
  if (!match) throw new Error(`cannot read "${text}"`);
  return { type: parseType(match[1]), name: match[2], length: match[3] ?? '1' };
}

function parseType(text) {
  return text.replace(/\bconst\b/g, '').replace(/\s+/g, '');
}

/** Names that number themselves: PREFIX_NAME, from `first`, which is 0 if it is left out. */
function parseEnumeration({ about, first = 0, name, names }) {
  const members = names.map((member, index) => ({
    name: `${name}_${member}`,
    member,
    value: first + index,
  }));
  return { name, about, members };
}

/** Puts what several lists have together, and lays out the structs. */
class Boundary {
  types = { numbers: [], functions: [] };
  exports = [];
  imports = [];
  functions = [];
  constants = [];
  enumerations = [];
  structs = [];
  operations = [];
  #sizes = new Map();
  #names = new Set();

  add(list) {
    this.types.numbers.push(...(list.types?.numbers ?? []));
    this.types.functions.push(...(list.types?.functions ?? []));
    for (const entry of list.exports ?? []) this.#put(this.exports, parseFunction(entry));
    for (const entry of list.imports ?? []) this.#put(this.imports, parseFunction(entry), 'host.');
    for (const entry of list.functions ?? []) this.#put(this.functions, entry);
    for (const [name, value] of Object.entries(list.constants ?? {}))
      this.#put(this.constants, { name, value });
    for (const entry of list.enumerations ?? [])
      this.#put(this.enumerations, parseEnumeration(entry));
    for (const entry of list.structs ?? []) this.#put(this.structs, this.#parseStruct(entry));
    for (const entry of list.operations ?? [])
      this.#put(this.operations, this.#parseOperation(entry), 'operation ');
  }

  #put(kind, entry, space = '') {
    const name = space + entry.name;
    if (this.#names.has(name)) throw new Error(`${name} is listed twice`);
    this.#names.add(name);
    kind.push(entry);
  }

  /** wasm32 lays out what is used here in words of four bytes; a struct may hold one that was listed before. */
  #parseStruct({ about, fields, name }) {
    let offset = 0;
    const parsed = fields.map((text) => {
      const { length, ...field } = parseVariable(text);
      const at = offset;
      offset += (this.#sizes.get(field.type) ?? 4) * this.#number(length);
      return { ...field, c: text, offset: at };
    });
    this.#sizes.set(name, offset);
    return { name, about, fields: parsed, size: offset };
  }

  /** The length of an array: a number, or the name of a constant. */
  #number(text) {
    const found = /^\d+$/.test(text)
      ? Number(text)
      : this.constants.find(({ name }) => name === text)?.value;
    if (found === undefined) throw new Error(`${text} is no constant`);
    return found;
  }

  /**
   * An operation is a function osa_x, the struct of its arguments osa_x_args, and the job function osa_x_job, which
   * calls it.
   */
  #parseOperation(entry) {
    const { manual, name } = entry;
    const about = entry.about ?? `${manual}(3)`;
    return {
      name,
      about,
      function: `osa_${name}`,
      args: this.#parseStruct({ name: `osa_${name}_args`, fields: entry.args }),
      job: { name: `osa_${name}_job`, type: 'job_fn', about },
    };
  }

  /** The constants and the members of the enumerations, by name. */
  get values() {
    const members = this.enumerations.flatMap((enumeration) => enumeration.members);
    return Object.fromEntries(
      [...this.constants, ...members].map(({ name, value }) => [name, value]),
    );
  }

  /** The functions whose addresses JavaScript may ask for. */
  get addressed() {
    return [...this.functions, ...this.operations.map(({ job }) => job)];
  }

  /** What a finished module exports, beside its memory and its start. */
  get exportNames() {
    return this.exports.map(({ name }) => name);
  }
}

/** @param {readonly string[]} names - which of {@link lists} */
export function readBoundary(names) {
  const boundary = new Boundary();
  for (const name of names) {
    try {
      boundary.add(
        JSON.parse(readFileSync(new URL(`../../${pathOf(name)}`, import.meta.url), 'utf8')),
      );
    } catch (error) {
      throw new Error(`${pathOf(name)}: ${error.message}`, { cause: error });
    }
  }
  return boundary;
}
