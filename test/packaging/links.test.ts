// The package's documents as they are unpacked: what the README links to is there, and what those documents link to.
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { pack, root } from './tools.mjs';

let files: string[];
beforeAll(async () => {
  ({ files } = await pack());
});

async function linksOf(document: string): Promise<string[]> {
  const text = (await readFile(`${root}${document}`, 'utf8')).replaceAll(
    /^```[^]*?^```$|`[^`\n]*`/gm,
    '',
  );
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.replace(/#.*/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    .map((link) => posix.join(posix.dirname(document), link).replace(/\/$/, ''));
}

const isPacked = (path: string): boolean =>
  files.some((file) => file === path || file.startsWith(`${path}/`));

test('every link of the README leads to a file of the package', async () => {
  expect((await linksOf('README.md')).filter((path) => !isPacked(path))).toEqual([]);
});

test('so does every link of the guide and of SECURITY.md, but for those into the sources', async () => {
  const documents = files.filter((file) => /^(docs\/.*|SECURITY)\.md$/.test(file));
  expect(documents.length).toBeGreaterThan(20);
  const missing = (await Promise.all(documents.map(linksOf)))
    .flat()
    .filter((path) => !isPacked(path))
    .filter(
      (path) => !/^(src|wasm|test|tools|bench|docs\/site|web-demo|openssl-src)(\/|$)/.test(path),
    );
  expect(missing).toEqual([]);
});
