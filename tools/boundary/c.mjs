// The boundary as C.

/** The first line of each generated file. */
export const NOTICE =
  'Generated from the lists in wasm/boundary/ by npm run generate; do not edit.';

/** What every file of our C may need: constants, structs, imports, exports. */
export function boundaryHeader(boundary) {
  const { addressed, imports } = boundary;
  return header(
    'OSA_BOUNDARY_H',
    `#include <stddef.h>
#include <stdint.h>
#include <openssl/async.h>
#include <openssl/types.h>

typedef int (*job_fn)(void *);
typedef void (*cleanup_fn)(ASYNC_WAIT_CTX *, const void *, OSSL_ASYNC_FD, void *);

${definitions(boundary)}
/* imports of module "host"; guarded by OSA_HOST_CALL where they run a user's JavaScript */
${imports.map(importDeclaration).join('')}
/* our own exports */
${ownExports(boundary)}
/* functions whose addresses JavaScript may ask for, by their place in this list */
#define OSA_FUNCTIONS ${addressed.map(({ name }) => `\\\n    (void *)${name},`).join(' ')}
`,
  );
}

/** The operations: the struct of each one's arguments, its function, and the job function that calls it. */
export function operationsHeader({ operations }) {
  const texts = operations.map(
    ({ about, args, function: name, job }) => `/* ${about} */
${definition(args)}int ${name}(${args.name} *args);
int ${job.name}(void *args);
`,
  );
  return header(
    'OSA_BOUNDARY_OPERATIONS_H',
    `#include "boundary/generated/boundary.h"\n\n${texts.join('\n')}`,
  );
}

/** The job functions of the operations: each lets its operation pause, and hands on what that came to. */
export function jobsSource({ operations }) {
  const jobs = operations.map(
    ({ function: name, job }) =>
      `int ${job.name}(void *args)\n{\n    osa_begin_operation();\n    return osa_end_operation(${name}(args));\n}\n`,
  );
  return `/* ${NOTICE} */
#include "async/internal.h"
#include "boundary/generated/boundary_operations.h"

${jobs.join('\n')}`;
}

/** What the test module's C has beside all this. */
export function testHeader(boundary) {
  return header(
    'OSA_BOUNDARY_TEST_H',
    `#include "boundary/generated/boundary.h"

${definitions(boundary)}
${ownExports(boundary)}
${boundary.structs.flatMap(layoutAssertions).join('')}`,
  );
}

/** Compared while compiling: what JavaScript was told of constants, sizes and offsets with what the compiler makes of them. */
export function assertsHeader({ constants, operations, structs }) {
  const asserts = [
    ...constants
      .filter(({ name }) => !isOwn(name))
      .map(({ name, value }) => assertion(`(int)${name} == ${value}`, name)),
    ...structs.flatMap(layoutAssertions),
    ...operations.flatMap(({ args }) => layoutAssertions(args)),
  ];
  return `/* ${NOTICE} */\n${asserts.join('')}`;
}

function header(guard, body) {
  return `/* ${NOTICE} */
#ifndef ${guard}
#define ${guard}

${body}
#endif
`;
}

/** Ours are defined in the generated headers; those of OpenSSL and the C library are only checked. */
function isOwn(name) {
  return /^(OSA|TEST)_/.test(name);
}

function definitions({ constants, enumerations, structs }) {
  const own = constants.filter(({ name }) => isOwn(name));
  return [
    own.map(({ name, value }) => `#define ${name} ${value}\n`).join(''),
    ...enumerations.map(enumeration),
    ...structs.map(definition),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function enumeration({ about, members }) {
  const lines = members.map(({ name, value }) => `    ${name} = ${value},\n`);
  return `/* ${about} */\nenum {\n${lines.join('')}};\n`;
}

function definition({ about, fields, name }) {
  const text = about ? `/* ${about} */\n` : '';
  return `${text}typedef struct ${name} {\n${fields.map((field) => `    ${field.c};\n`).join('')}} ${name};\n`;
}

function ownExports({ exports }) {
  return exports
    .filter(({ name }) => /^(osa|test)_/.test(name))
    .map((entry) => `${entry.c};\n`)
    .join('');
}

function importDeclaration({ c, name }) {
  return `${c.replace(/(\w+)\(/, 'host_$1(')} __attribute__((import_module("host"), import_name("${name}")));\n`;
}

function layoutAssertions({ fields, name, size }) {
  return [
    ...fields.map((field) =>
      assertion(
        `offsetof(struct ${name}, ${field.name}) == ${field.offset}`,
        `${name}.${field.name}`,
      ),
    ),
    assertion(`sizeof(struct ${name}) == ${size}`, name),
  ];
}

function assertion(condition, about) {
  return `_Static_assert(${condition}, "${about}");\n`;
}
