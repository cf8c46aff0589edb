// The boundary as TypeScript modules.
import { NOTICE } from './c.mjs';

/** Addresses, constants and layouts. */
export function boundaryModule(boundary) {
  const { addressed } = boundary;
  return `// ${NOTICE}

/** An address in the module's memory; \`T\` is the C type that stands there, so that T* differs from T**. */
export type Pointer<T extends string> = number & { readonly __pointer: T };

/** The address of a C function: an index into the module's table. */
export type FunctionPointer<T extends string> = number & { readonly __function: T };

/** Constants of the manual pages, the C library and the boundary itself. */
export const constants = {
${constantLines(boundary)}} as const;

/** Places for \`osa_function\`. */
export const functionIndex = {
${addressed.map(({ about, name }, index) => `  /** ${about} */\n  ${name}: ${index},\n`).join('')}} as const;

/** The addresses of these functions. */
export interface Functions {
${addressed.map(({ name, type }) => `  readonly ${name}: FunctionPointer<'${type}'>;\n`).join('')}}

/** Sizes and field offsets of the structs that cross, in bytes; those of an operation's arguments stand with the operations. */
export const layout = {
${layoutLines(boundary)}} as const;
`;
}

/** What the tests alone need: their constants, by short names, and the structs of their jobs. */
export function testModule(boundary) {
  const enumerations = boundary.enumerations.map(
    ({ about, members, name }) => `/** ${about} */
export const ${camelCase(name)} = {
${members.map(({ member, value }) => `  ${camelCase(member)}: ${value},\n`).join('')}} as const;
`,
  );
  return `// ${NOTICE}

${enumerations.join('\n')}
/** Sizes and field offsets of the test jobs' structs, in bytes. */
export const testLayout = {
${layoutLines(boundary)}} as const;
`;
}

/** The functions: what the module exports, and what it imports. */
export function exportsModule(shipped, test) {
  const types = {
    numbers: [...shipped.types.numbers, ...test.types.numbers],
    functions: [...shipped.types.functions, ...test.types.functions],
  };
  const lines = (functions) => functions.map((each) => tsFunction(types, each)).join('');
  return `// ${NOTICE}
import type { FunctionPointer, Pointer } from './boundary.js';

/** What the shipped module exports. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
${lines(shipped.exports)}}

/** What the test build exports beside that. */
export interface TestExports extends Exports {
${lines(test.exports)}}

/** What the module imports from module \`host\`. None may throw, except \`fatal\`. */
export interface Imports {
${lines(shipped.imports)}}
`;
}

/** The operations: what each takes and gives, and where each argument stands. */
export function operationsModule({ operations, types }) {
  const side = (args, which) =>
    args
      .filter((each) => each[which])
      .map((each) => `${each.name}: ${each[which]}`)
      .join('; ');
  const listed = operations.map((operation) => ({
    ...operation,
    list: operation.args.fields.map((field) => argument(types, field)),
  }));
  const interfaces = listed.map(
    ({ about, list, name }) =>
      `  /** ${about} */\n  ${name}: { in: { ${side(list, 'in')} }; out: { ${side(list, 'out')} } };\n`,
  );
  const tables = listed.map(({ args, list, name }) => {
    const rows = list.map(
      (each) =>
        `['${each.name}', '${each.kind}', ${each.offset}${each.owner ? `, '${each.owner}'` : ''}]`,
    );
    return `  ${name}: {\n    sizeof: ${args.size},\n    fields: [${rows.join(', ')}],\n  },\n`;
  });
  return `// ${NOTICE}
import type { Pointer } from './boundary.js';
import type { ByteInput, ByteOutput } from '../../base/bytes.js';
import type { Owned } from '../owned.js';

/** What each operation takes and gives: \`osa_x_args\` in the types of JavaScript. */
export interface Operations {
${interfaces.join('')}}

/** How a field of an operation's arguments crosses. */
export type FieldKind =
  'number' | 'object' | 'objects' | 'text' | 'bytes' | 'source' | 'sink' | 'bytesOut' | 'intOut' | 'objectOut';

/** Where each argument of an operation stands in its struct. */
export const operations: {
  readonly [name in keyof Operations]: {
    readonly sizeof: number;
    readonly fields: readonly (readonly [name: string, kind: FieldKind, offset: number, type?: 'EVP_PKEY'])[];
  };
} = {
${tables.join('')}};
`;
}

function constantLines({ constants, enumerations }) {
  const line = ({ name, value }) => `  ${name}: ${value},\n`;
  return [
    ...constants.map(line),
    ...enumerations.map(({ about, members }) => `\n  // ${about}\n${members.map(line).join('')}`),
  ].join('');
}

function layoutLines({ structs }) {
  const texts = structs.map(({ about, fields, name, size }) => {
    const offsets = fields.map((field) => `    ${field.name}: ${field.offset},\n`).join('');
    return `${about ? `  /** ${about} */\n` : ''}  ${name}: {\n    sizeof: ${size},\n${offsets}  },\n`;
  });
  return texts.join('');
}

/** SET_WAIT_FD → setWaitFd */
function camelCase(name) {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function tsType(types, type) {
  if (type === 'void') return 'void';
  if (types.numbers.includes(type)) return 'number';
  if (types.functions.includes(type)) return `FunctionPointer<'${type}'>`;
  if (type.endsWith('*')) return `Pointer<'${type.slice(0, -1)}'>`;
  throw new Error(`wasm/boundary: type "${type}" is neither a number, a function nor a pointer`);
}

function tsFunction(types, { about, manual, name, parameters, result }) {
  const list = parameters
    .map((parameter) => `${parameter.name}: ${tsType(types, parameter.type)}`)
    .join(', ');
  return `  /** ${manual ? `${manual}(3)` : about} */\n  ${name}(${list}): ${tsType(types, result)};\n`;
}

/** How an argument of an operation crosses, by its C type; the rest are pointers into the module. */
const kinds = {
  'char*': { kind: 'text', in: 'string | undefined' },
  osa_bytes: { kind: 'bytes', in: 'Uint8Array | undefined' },
  osa_keys: { kind: 'objects', in: "readonly Owned<'EVP_PKEY'>[]" },
  osa_source: { kind: 'source', in: 'ByteInput' },
  osa_sink: { kind: 'sink', in: 'ByteOutput', out: 'Uint8Array<ArrayBuffer>' },
  'osa_bytes*': { kind: 'bytesOut', out: 'Uint8Array<ArrayBuffer>' },
  'int*': { kind: 'intOut', out: 'number' },
  'EVP_PKEY*': { kind: 'object', in: "Owned<'EVP_PKEY'>" },
};

function unknownKind(name, type) {
  throw new Error(
    `wasm/boundary: argument "${name}" is of type "${type}", which has no counterpart`,
  );
}

function argument(types, { name, offset, type }) {
  const pointerOut = type.endsWith('**') && {
    kind: 'objectOut',
    owner: type.slice(0, -2),
    out: `Pointer<'${type.slice(0, -2)}'>`,
  };
  const number = types.numbers.includes(type) && { kind: 'number', in: 'number' };
  const known = kinds[type] || pointerOut || number || unknownKind(name, type);
  return { name, offset, ...known };
}
