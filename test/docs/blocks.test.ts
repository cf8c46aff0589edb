// Every block of JavaScript and TypeScript in the README and in docs/ is compiled strictly, runs, and prints what the
// document says. test/docs/blocks.ts tells how a document says so.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { documents, expectation, type Program, programsOf } from './blocks.js';
import { root } from './child.js';
import { run } from './runners.js';

const programs = documents().flatMap((document) => programsOf(document));

describe('the blocks are found', () => {
  test('in the README and in the guide', () => {
    expect(programs.filter(({ document }) => document === 'README.md')).toHaveLength(7);
    expect(programs.length).toBeGreaterThan(30);
    const runners = new Set(programs.map(({ runner }) => runner));
    expect([...runners].sort()).toEqual(['chromium', 'node', 'vite', 'workerd']);
  });

  test('none is left out: as many as fences in those languages', () => {
    for (const document of documents()) {
      const text = readFileSync(new URL(document, root), 'utf8');
      const begun = text.match(
        /^ *```+ *(js|ts|javascript|typescript|mjs|mts|jsx|tsx)\b(?!.*\bcontinues\b)/gm,
      );
      expect([document, programsOf(document, text).length]).toEqual([document, begun?.length ?? 0]);
    }
  });

  test.each([
    ['a language of another name', '```javascript\n1;\n```\n', 'write js or ts'],
    ['an unknown runner', '```js in=lynx\n1;\n```\n', 'in is one of'],
    ['an unknown word', '```js norun\n1;\n```\n', 'the fence says norun'],
    ['a continuation of nothing', '```js continues\n1;\n```\n', 'nothing stands before'],
  ])('%s is refused', (_, text, reason) => {
    expect(() => programsOf('x.md', text)).toThrow(reason);
  });

  test('an output belongs to the block right before it', () => {
    const text =
      '```js\nlog(1)\n```\n\n```text\n1\n```\n\n```js continues\nlog(2)\n```\n\nSo:\n\n```text\n2\n```\n';
    const [program] = programsOf('x.md', text);
    expect(program).toMatchObject({ output: '1\n', code: 'log(1)\n\nlog(2)\n' });
    expect(expectation('a (…)\n')).toEqual(/^a \([^]*?\)\n$/);
  });
});

test('every block is strict TypeScript', () => {
  const folder = new URL('build/docs/blocks/', root);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // What runtimes that import WebAssembly say of it in types of their own.
  writeFileSync(
    new URL('wasm.d.ts', folder),
    "declare module '*.wasm' {\n  const module: WebAssembly.Module;\n  export default module;\n}\n",
  );
  const files = programs.map((program) => {
    const file = fileURLToPath(new URL(`${program.name.replaceAll(/[^\w-]/g, '-')}.ts`, folder));
    writeFileSync(file, `${program.code}\nexport {};\n`);
    return file;
  });
  const compiled = ts.createProgram([...files, fileURLToPath(new URL('wasm.d.ts', folder))], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: [
      'lib.es2023.d.ts',
      'lib.esnext.disposable.d.ts',
      'lib.dom.d.ts',
      'lib.dom.iterable.d.ts',
      'lib.dom.asynciterable.d.ts',
    ],
    types: ['node'],
  });
  const messages = ts.getPreEmitDiagnostics(compiled).map(({ file, messageText, start }) => {
    const at = file ? programs[files.indexOf(file.fileName)] : undefined;
    const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line : 0;
    return `${at?.name ?? file?.fileName ?? ''}, line ${line + 1} of the block: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(messages).toEqual([]);
});

describe.each([...new Set(programs.map(({ document }) => document))])('%s', (document) => {
  const own = programs.filter((program) => program.document === document);
  test.each(own.map((program): [string, Program] => [`line ${program.line}`, program]))(
    '%s runs, and prints what the document says',
    async (_, program) => {
      expect(await run(program)).toMatch(expectation(program.output));
    },
  );
});
