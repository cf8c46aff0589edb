import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { addressOf, sections, topics } from '../site/contents.mjs';
import { slugify } from '../site/slugify.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

function titleOf(path) {
  return /^# (.*)$/m.exec(readFileSync(root + path, 'utf8'))?.[1] ?? path;
}

const guide = sections.map(({ pages, title }) => ({
  text: title,
  items: pages.map((path) => ({
    text: titleOf(path),
    link: `/${addressOf(path).replace(/index$/, '')}`,
  })),
}));
const api = Object.entries(topics).map(([name, text]) => ({ text, link: `/api/${name}` }));

export default defineConfig({
  title: 'openssl-async',
  description:
    'OpenSSL 3.5 in WebAssembly, whose operations can pause while JavaScript does something slow',
  lang: 'en',
  srcDir: '../build/docs/pages',
  outDir: '../build/docs/site',
  cacheDir: '../build/docs/cache',
  base: process.env.DOCS_BASE ?? '/',
  ignoreDeadLinks: false,
  metaChunk: true,
  markdown: { anchor: { slugify }, theme: { light: 'github-light', dark: 'github-dark' } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/', activeMatch: '^/guide/(?!recipes)' },
      { text: 'Recipes', link: '/guide/recipes/request', activeMatch: '^/guide/recipes' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Examples', link: '/examples/' },
    ],
    sidebar: {
      '/api/': [{ text: 'API', link: '/api/', items: api }],
      '/': guide,
    },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    footer: { message: 'Apache-2.0. This is not a product of the OpenSSL Project.' },
  },
});
