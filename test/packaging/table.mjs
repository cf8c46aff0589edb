// The table of tools: for the terminal and for the guide.
import { readFile, writeFile } from 'node:fs/promises';
import { markdownTable } from 'markdown-table';
import { root } from './tools.mjs';

const PAGE = `${root}docs/guide/in-your-project.md`;
const BEGIN = '<!-- tools: written by ./build.sh package -->';
const END = '<!-- /tools -->';

/** @param rows - what the projects have returned: a tool, its version, what was done with it */
export function table(rows) {
  return markdownTable([
    ['tool', 'version', 'what was done'],
    ...rows.map(({ tool, version, done }) => [tool, version, done]),
  ]);
}

/** Puts the table into the guide's page, where the last one was. */
export async function writePage(rows) {
  const text = await readFile(PAGE, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} has no place for the table`);
  const written = `${before}${BEGIN}\n\n${table(rows)}\n\n${END}${after}`;
  if (written !== text) await writeFile(PAGE, written);
}
