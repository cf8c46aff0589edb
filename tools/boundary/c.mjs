// The boundary as C headers.
import {
  NOTICE,
  constants,
  exports,
  functions,
  imports,
  operations,
  structs,
} from './boundary.mjs';

/** What every file of our C may need: constants, structs, imports, exports. */
export function boundaryHeader() {
  const own = exports.filter(({ name }) => /^(osa|test)_/.test(name));
  return header(
    'OSA_BOUNDARY_H',
    `#include <stddef.h>
#include <stdint.h>
#include <openssl/async.h>

typedef int (*job_fn)(void *);
typedef void (*cleanup_fn)(ASYNC_WAIT_CTX *, const void *, OSSL_ASYNC_FD, void *);

${ownConstants()}
${structs.map(definition).join('\n')}
/* imports of module "host"; guarded by OSA_HOST_CALL where they run a user's JavaScript */
${imports.map(importDeclaration).join('')}
/* our own exports */
${own.map((entry) => `${entry.c};\n`).join('')}
/* functions whose addresses JavaScript may ask for, by their place in this list */
#define OSA_FUNCTIONS ${functions.map(({ name }) => `\\\n    (void *)${name},`).join(' ')}
`,
  );
}

/** The operations: the struct of each one's arguments, and the job function that takes a pointer to it. */
export function operationsHeader() {
  return header(
    'OSA_BOUNDARY_OPERATIONS_H',
    `#include "boundary.h"

${operations.map(({ args, job }) => `${definition(args)}int ${job.name}(void *args);\n`).join('\n')}`,
  );
}

/** Compared while compiling: what JavaScript was told of constants, sizes and offsets with what the compiler makes of them. */
export function assertsHeader() {
  const layout = ({ name, fields, size }) => [
    ...fields.map((field) =>
      assertion(
        `offsetof(struct ${name}, ${field.name}) == ${field.offset}`,
        `${name}.${field.name}`,
      ),
    ),
    assertion(`sizeof(struct ${name}) == ${size}`, name),
  ];
  const asserts = [
    ...constants.map(({ name, value }) => assertion(`(int)${name} == ${value}`, name)),
    ...structs.flatMap(layout),
    ...operations.flatMap(({ args }) => layout(args)),
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

function definition({ name, fields }) {
  return `typedef struct ${name} {\n${fields.map((field) => `    ${field.c};\n`).join('')}} ${name};\n`;
}

function importDeclaration({ c, name }) {
  return `${c.replace(/(\w+)\(/, 'host_$1(')} __attribute__((import_module("host"), import_name("${name}")));\n`;
}

function assertion(condition, about) {
  return `_Static_assert(${condition}, "${about}");\n`;
}

/** Our own constants are defined here; upstream's and the C library's are only checked. */
function ownConstants() {
  const own = constants.filter(({ name }) => name.startsWith('OSA_') || name === 'EFD_SEMAPHORE');
  return own.map(({ name, value }) => `#define ${name} ${value}\n`).join('');
}
