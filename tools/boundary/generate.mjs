// Writes wasm/boundary.h and src/module/boundary.ts from wasm/boundary.json.
// With --check it writes nothing and fails when one of them is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, exports, functions, imports, structs, types } from './boundary.mjs';

const root = new URL('../../', import.meta.url);
const NOTICE = 'Generated from wasm/boundary.json by npm run generate; do not edit.';

// ---- C ----

function cHeader() {
  const struct = ({ name, fields }) =>
    `typedef struct ${name} {\n${fields.map((field) => `    ${field.c};\n`).join('')}} ${name};\n`;
  const own = exports.filter(({ name }) => /^(osa|test)_/.test(name));
  const declaration = (entry) =>
    `${entry.c.replace(/(\w+)\(/, 'host_$1(')} __attribute__((import_module("host"), import_name("${entry.name}")));\n`;
  const asserts = [
    ...constants.map(({ name, value }) => `_Static_assert((int)${name} == ${value}, "${name}");\n`),
    ...structs.flatMap(({ name, fields, size }) => [
      ...fields.map(
        (field) =>
          `_Static_assert(offsetof(struct ${name}, ${field.name}) == ${field.offset}, "${name}.${field.name}");\n`,
      ),
      `_Static_assert(sizeof(struct ${name}) == ${size}, "${name}");\n`,
    ]),
  ];
  return `/* ${NOTICE} */
#ifndef OSA_BOUNDARY_H
#define OSA_BOUNDARY_H

#include <stddef.h>
#include <stdint.h>
#include <openssl/async.h>

typedef int (*job_fn)(void *);
typedef void (*cleanup_fn)(ASYNC_WAIT_CTX *, const void *, OSSL_ASYNC_FD, void *);

${ownConstants()}
${structs.map(struct).join('\n')}
/* imports of module "host"; guarded by OSA_HOST_CALL where they run a user's JavaScript */
${imports.map(declaration).join('')}
/* our own exports */
${own.map((entry) => `${entry.c};\n`).join('')}
/* functions whose addresses JavaScript may ask for, by their place in this list */
#define OSA_FUNCTIONS ${functions.map(({ name }) => `\\\n    (void *)${name},`).join(' ')}

#ifdef OSA_BOUNDARY_ASSERTS
${asserts.join('')}#endif

#endif
`;
}

/** Our own constants are defined here; upstream's and the C library's are only checked. */
function ownConstants() {
  const own = constants.filter(({ name }) => name.startsWith('OSA_') || name === 'EFD_SEMAPHORE');
  return own.map(({ name, value }) => `#define ${name} ${value}\n`).join('');
}

// ---- TypeScript ----

function tsType(type) {
  if (type === 'void') return 'void';
  if (types.numbers.includes(type)) return 'number';
  if (types.functions.includes(type)) return `FunctionPointer<'${type}'>`;
  if (type.endsWith('*')) return `Pointer<'${type.slice(0, -1)}'>`;
  throw new Error(
    `wasm/boundary.json: type "${type}" is neither a number, a function nor a pointer`,
  );
}

function tsFunction({ about, manual, name, parameters, result }) {
  const list = parameters
    .map((parameter) => `${parameter.name}: ${tsType(parameter.type)}`)
    .join(', ');
  return `  /** ${manual ? `${manual}(3)` : about} */\n  ${name}(${list}): ${tsType(result)};\n`;
}

function tsFile() {
  const shipped = exports.filter((entry) => entry.variant !== 'test');
  const test = exports.filter((entry) => entry.variant === 'test');
  const layouts = structs.map(({ name, fields, size }) => {
    const offsets = fields.map((field) => `    ${field.name}: ${field.offset},\n`).join('');
    return `  ${name}: {\n    sizeof: ${size},\n${offsets}  },\n`;
  });
  return `// ${NOTICE}

/** An address in the module's memory; \`T\` is the C type that stands there, so that T* differs from T**. */
export type Pointer<T extends string> = number & { readonly __pointer: T };

/** The address of a C function: an index into the module's table. */
export type FunctionPointer<T extends string> = number & { readonly __function: T };

/** What the shipped module exports. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
${shipped.map(tsFunction).join('')}}

/** What the test build exports beside that. */
export interface TestExports extends Exports {
${test.map(tsFunction).join('')}}

/** What the module imports from module \`host\`. None may throw, except \`fatal\`. */
export interface Imports {
${imports.map(tsFunction).join('')}}

/** Constants of the manual pages, the C library and the boundary itself. */
export const constants = {
${constants.map(({ name, value }) => `  ${name}: ${value},\n`).join('')}} as const;

/** Places for \`osa_function\`. */
export const functionIndex = {
${functions.map(({ about, name }, index) => `  /** ${about} */\n  ${name}: ${index},\n`).join('')}} as const;

/** Sizes and field offsets of the structs that cross, in bytes. */
export const layout = {
${layouts.join('')}} as const;
`;
}

// ---- both ----

const outputs = { 'wasm/boundary.h': cHeader(), 'src/module/boundary.ts': tsFile() };
const check = process.argv.includes('--check');
let stale = 0;
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, root);
  const present = (() => {
    try {
      return readFileSync(url, 'utf8');
    } catch {
      return '';
    }
  })();
  if (present === text) continue;
  if (check) {
    console.error(`${path} does not match wasm/boundary.json: run npm run generate`);
    stale++;
  } else {
    writeFileSync(url, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
