// The documentation site as `./build.sh docs` has built it: every link leads somewhere, nothing comes from elsewhere, and
// what is exported is on a page.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sections, topics } from '../../docs/site/contents.mjs';
import { type Browser, launchChromium, serving } from './chromium.js';
import { root } from './child.js';

const site = new URL('build/docs/site/', root);
const base = process.env['DOCS_BASE'] ?? '/';

const files = readdirSync(site, { recursive: true, encoding: 'utf8' });
const pages = files.filter((file) => file.endsWith('.html') && file !== '404.html').sort();
const html = new Map(pages.map((page) => [page, readFileSync(new URL(page, site), 'utf8')]));

const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
const anchors = new Map(
  [...html].map(([page, text]) => [
    page,
    new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => unescaped(id))),
  ]),
);

describe('the pages', () => {
  test('are those of the contents, the API and the examples', () => {
    const listed = sections.flatMap(({ pages: paths }) => paths);
    expect(pages.length).toBeGreaterThanOrEqual(listed.length + Object.keys(topics).length);
    expect(pages).toContain('guide/recipes/many-jobs.html');
    expect(pages).toContain('api/c-api.html');
    expect(pages).toContain('examples/c-shaped.html');
  });

  test('are all named in the contents', () => {
    const guide = readdirSync(new URL('docs/guide/', root), { recursive: true, encoding: 'utf8' });
    const listed = sections.flatMap(({ pages: paths }) => paths);
    for (const file of guide.filter((name) => name.endsWith('.md')))
      expect(listed).toContain(`docs/guide/${file}`);
  });

  test.each(pages)('%s links to what is there', (page) => {
    const wrong: string[] = [];
    for (const [, link = ''] of (html.get(page) ?? '').matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
      const url = new URL(unescaped(link), `http://site${base}${page}`);
      if (url.host !== 'site') {
        if (url.protocol !== 'https:') wrong.push(link);
        continue;
      }
      const target = decodeURIComponent(url.pathname).slice(base.length);
      const file = target === '' || target.endsWith('/') ? `${target}index.html` : target;
      const found = anchors.get(file);
      if (!found || (url.hash !== '' && !found.has(decodeURIComponent(url.hash.slice(1)))))
        wrong.push(link);
    }
    expect(wrong).toEqual([]);
  });

  test.each(pages)('%s loads nothing from elsewhere', (page) => {
    const text = html.get(page) ?? '';
    const loaded = [
      ...text.matchAll(/<(?:script|img|link|iframe|source)\b[^>]*?\s(?:src|href)="([^"]*)"/g),
    ];
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.map(([, link = '']) => link).filter((link) => !link.startsWith(base))).toEqual(
      [],
    );
  });
});

describe('the API', () => {
  const names = (path: string): string[] => {
    const file = fileURLToPath(new URL(path, root));
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
    return source.statements.flatMap((statement) =>
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name }) => name.text)
        : [],
    );
  };

  /** What a module exports by declaring it, and by name from another. */
  const exportsOf = (path: string): string[] => {
    const text = readFileSync(new URL(path, root), 'utf8');
    const declared = /^export (?:async )?(?:function|interface|class|type|const) (\w+)/gm;
    return [...[...text.matchAll(declared)].map(([, name = '']) => name), ...names(path)].sort();
  };

  test('has each export of the package on one page', () => {
    const adapters = ['webcrypto', 'http', 'pkcs11'];
    const others = [...adapters, 'workers'];
    const described = Object.keys(topics)
      .filter((topic) => !others.includes(topic))
      .flatMap((topic) => names(`docs/site/api/${topic}.ts`));
    expect(described.sort()).toEqual(names('src/index.ts').sort());
    expect(names('docs/site/api/workers.ts').sort()).toEqual(names('src/workers/index.ts').sort());
    for (const adapter of adapters)
      expect(names(`docs/site/api/${adapter}.ts`).sort()).toEqual(
        exportsOf(`src/adapters/${adapter}/index.ts`),
      );
  });

  test('has a page for each file of docs/site/api', () => {
    const listed = readdirSync(new URL('docs/site/api/', root)).map((file) => file.slice(0, -3));
    expect(listed.sort()).toEqual(Object.keys(topics).sort());
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const serve = (path: string) => {
    const file = path.slice(base.length);
    return readFileSync(
      new URL(file === '' || file.endsWith('/') ? `${file}index.html` : file, site),
    );
  };

  test('pages make no request to elsewhere and report no error; the search finds what it should', () =>
    serving(serve, async (origin) => {
      const page = await browser.newPage();
      const trouble: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') trouble.push(message.text());
      });
      page.on('pageerror', (error) => trouble.push(String(error)));
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
          trouble.push(request.url());
      });
      for (const path of [
        '',
        'guide/',
        'guide/speed.html',
        'api/instance.html',
        'architecture.html',
      ])
        await page.goto(`${origin}${base}${path}`, { waitUntil: 'networkidle' });
      await page.click('.VPNavBarSearch button');
      await page.fill('.VPLocalSearchBox input', 'scrypt');
      await page.waitForSelector('.VPLocalSearchBox .result');
      const found = await page.evaluate<string>(
        "document.querySelector('.VPLocalSearchBox .results').textContent",
      );
      expect(found).toContain('scrypt');
      expect(trouble).toEqual([]);
      await page.close();
    }));

  test('no page is wider than a phone', () =>
    serving(serve, async (origin) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      const wide: string[] = [];
      for (const path of pages) {
        await page.goto(`${origin}${base}${path}`);
        if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
          wide.push(path);
      }
      expect(wide).toEqual([]);
      await page.close();
    }));
});
