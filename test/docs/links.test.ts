// Links in the documents: each leads to a file, and to a heading where it names one. Those of the site are tested on the
// site, in site.test.ts.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { slugify } from '../../docs/site/slugify.mjs';
import { documents } from './blocks.js';
import { root } from './child.js';

const all = ['CONTRIBUTING.md', 'SECURITY.md', ...documents()];

function anchorsOf(url: URL): string[] {
  const text = readFileSync(url, 'utf8').replaceAll(/^```[^]*?^```$/gm, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    slugify(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)|[`*]/g, '$1')),
  );
}

describe.each(all)('%s', (document) => {
  const url = new URL(document, root);
  const text = readFileSync(url, 'utf8').replaceAll(/^```[^]*?^```$|`[^`\n]*`/gm, '');

  test('every file that it links to is there, with the heading', () => {
    const wrong = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const target = new URL(link, url);
        const { hash } = target;
        target.hash = '';
        const path = fileURLToPath(target);
        if (!existsSync(path)) return true;
        if (hash === '' || statSync(path).isDirectory() || !path.endsWith('.md')) return false;
        return !anchorsOf(target).includes(decodeURIComponent(hash.slice(1)));
      });
    expect(wrong).toEqual([]);
  });
});
