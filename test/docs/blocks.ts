// The code in the documents: every fenced block of JavaScript or TypeScript, and what is said of its output.
//
// After the language, a fence may say:
//   continues        the block goes on where the one before it in the document stopped
//   in=RUNNER        where it runs: node (the default), chromium, vite (bundled by it, then Chromium), workerd
//   with=THING       what the environment offers: token (a PKCS #11 token), service (a signing service over HTTP)
//
// A block of `text` right behind one is what it prints, where … stands for anything. Without it, it prints nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { root } from './child.js';

export type RunnerName = 'node' | 'chromium' | 'vite' | 'workerd';
export type Surrounding = 'token' | 'service';

/** A program: a block that begins one, and those that go on with it. */
export interface Program {
  /** `README.md:12`: where it begins. */
  readonly name: string;
  readonly document: string;
  readonly line: number;
  /** Whether any of it is TypeScript. */
  readonly isTyped: boolean;
  readonly code: string;
  readonly output: string;
  readonly runner: RunnerName;
  readonly surrounding: Surrounding | undefined;
}

interface Fence {
  readonly info: string;
  readonly text: string;
  readonly line: number;
  /** Whether only blank lines are between this and the fence before. */
  readonly follows: boolean;
}

/** The documents: the README and everything below docs/. */
export function documents(): string[] {
  const below = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .map((path) => `docs/${path}`);
  return ['README.md', ...below.sort()];
}

/** All fenced blocks of a text. */
export function fences(text: string): Fence[] {
  const found: Fence[] = [];
  const lines = text.split('\n');
  let end = -1;
  for (let at = 0; at < lines.length; at++) {
    const [, indent, marks, info] = /^( *)(```+)(.*)$/.exec(lines[at] ?? '') ?? [];
    if (marks === undefined) continue;
    const begin = at + 1;
    while (++at < lines.length && lines[at]?.trim() !== marks);
    const inside = lines.slice(begin, at).map((line) => line.slice(indent?.length));
    const between = lines.slice(end + 1, begin - 1);
    found.push({
      info: info?.trim() ?? '',
      text: inside.map((line) => `${line}\n`).join(''),
      line: begin,
      follows: end >= 0 && between.every((line) => line.trim() === ''),
    });
    end = at;
  }
  return found;
}

const isCode = ({ info }: Fence) => /^(js|ts|javascript|typescript|mjs|mts|jsx|tsx)\b/.test(info);

/** The programs of a document. */
export function programsOf(document: string, text = readFileSync(new URL(document, root), 'utf8')) {
  const programs: Program[] = [];
  let isAfterCode = false;
  for (const fence of fences(text)) {
    const last = programs.at(-1);
    if (isCode(fence)) {
      const next = begin(document, fence);
      if (!next.continues) programs.push(next.program);
      else if (last) programs.splice(-1, 1, joined(last, next.program));
      else throw new Error(`${next.program.name} continues, but nothing stands before it`);
    } else if (fence.info === 'text' && fence.follows && isAfterCode && last)
      programs.splice(-1, 1, { ...last, output: last.output + fence.text });
    isAfterCode = isCode(fence);
  }
  return programs;
}

function begin(document: string, { info, line, text }: Fence) {
  const name = `${document}:${line}`;
  const [language = '', ...words] = info.split(/\s+/);
  if (language !== 'js' && language !== 'ts') throw new Error(`${name}: write js or ts`);
  const said = new Map(
    words.map((word): [string, string | undefined] => {
      const [key = '', value] = word.split('=');
      return [key, value];
    }),
  );
  const take = (key: string, values: readonly string[]) => {
    const value = said.get(key);
    if (said.delete(key) && !values.includes(value ?? ''))
      throw new Error(`${name}: ${key} is one of ${values.join(', ')}`);
    return value;
  };
  const runner = take('in', ['node', 'chromium', 'vite', 'workerd']) ?? 'node';
  const surrounding = take('with', ['token', 'service']);
  const continues = said.delete('continues');
  if (said.size > 0) throw new Error(`${name}: the fence says ${[...said.keys()].join(', ')}`);
  return {
    continues,
    program: {
      ...{ name, document, line, code: text, output: '', isTyped: language === 'ts' },
      runner: runner as RunnerName,
      surrounding: surrounding as Surrounding | undefined,
    } satisfies Program,
  };
}

function joined(first: Program, next: Program): Program {
  if (next.runner !== 'node' || next.surrounding)
    throw new Error(`${next.name}: where it runs is said where it begins`);
  return {
    ...first,
    code: `${first.code}\n${next.code}`,
    isTyped: first.isTyped || next.isTyped,
  };
}

/** What a program is to print, as an expression: … stands for anything. */
export function expectation(output: string): RegExp {
  const escaped = output.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('…', '[^]*?')}$`);
}
