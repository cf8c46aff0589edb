// How the page is: its policy, its looks, whom it is for, and that it needs no network.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { asked } from './browsers.js';
import { DemoPage } from './demo-page.js';
import { compareWithBaseline } from './screenshot.js';

const here = import.meta.dirname;
const axe = join(here, 'node_modules/axe-core/axe.min.js');

describe.each(asked)('%s', (name) => {
  const demo = new DemoPage(name);
  const { becomes, text } = demo;
  let page: Page;
  beforeAll(() => {
    page = demo.page;
  });

  test('the page loads under its policy, and says what it is', async () => {
    const response = await fetch(demo.url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/'unsafe-(inline|eval)'/);
    expect(await text('h1')).toBe('OpenSSL that can wait.');
    expect(await text('#version')).toMatch(/^OpenSSL 3\.5/);
  });

  test.each([
    ['light', 1000],
    ['dark', 1000],
    ['light', 360],
    ['dark', 360],
  ] as const)('%s at %i pixels: axe reports nothing, nothing overflows', async (scheme, width) => {
    const own = await demo.browser.newContext({
      viewport: { width, height: 760 },
      colorScheme: scheme,
    });
    const one = await own.newPage();
    await demo.open(one);
    // Firefox's driver can't tell a page which scheme the system has; there it is chosen by hand
    while ((await one.getAttribute('html', 'data-theme')) !== scheme) {
      expect(name).toBe('firefox');
      await one.click('#theme');
    }
    const wide = await one.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    await one.evaluate(await readFile(axe, 'utf8'));
    const violations = await one.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: {
          run: (options: object) => Promise<{
            violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
          }>;
        };
      };
      return (await axe.run({ preload: false })).violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ failureSummary, html }) => [html, failureSummary]),
      }));
    });
    expect(violations).toEqual([]);
    await compareWithBaseline(one, `${name}-${scheme}-${width}`);
    await own.close();
  });

  test('the theme is chosen by hand too, and kept', async () => {
    await page.click('#theme');
    await page.click('#theme');
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    await page.reload();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  });

  test('everything is reached with the keyboard', async () => {
    await page.reload();
    await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
    const wanted = await page
      .locator(
        'button:enabled:visible, select:visible, input:enabled, textarea, [tabindex="0"]:visible',
      )
      .evaluateAll((list) => list.map((element) => element.id || element.textContent?.trim()));
    const reached = new Set<string>();
    for (let press = 0; press < wanted.length + 12; press++) {
      await page.keyboard.press('Tab');
      const id = await page.evaluate(
        () => document.activeElement?.id || document.activeElement?.textContent?.trim() || '',
      );
      reached.add(id);
    }
    expect(wanted.filter((id) => !reached.has(id as string))).toEqual([]);
  });

  test('it works without a network once it is loaded', async () => {
    await becomes('#offline', /kept for when you are offline/);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const { port } = new URL(demo.url);
    await demo.stopServing();
    try {
      await page.reload();
      await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
      await page.click('#quantum-run');
      await becomes('#quantum-status', /same secret/);
    } finally {
      await demo.serve(Number(port));
    }
  });

  test('the console of the browser had no complaint', () => {
    expect(demo.complaints).toEqual([]);
  });
});

test('the page is within its budget, compressed', async () => {
  const { budget, total } = JSON.parse(await readFile(join(here, '../dist/size.json'), 'utf8')) as {
    budget: number;
    total: number;
  };
  console.log(`web demo: ${total} bytes with brotli`);
  expect(total).toBeLessThan(budget);
});
