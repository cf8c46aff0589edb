// Screenshots compared with those in baseline/: without what moves by itself.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { expect } from 'vitest';

const baseline = join(import.meta.dirname, 'baseline');
const actual = join(import.meta.dirname, '../../build/test/web-demo');

/** The part of the pixels that may differ: fonts are drawn a little differently from machine to machine. */
const TOLERANCE = 0.06;

/** What changes from load to load. */
const MOVING = ['#meter', '#status', '#wheel', '#quantum-browser', '#quantum-rows'];

export async function compareWithBaseline(page: Page, name: string): Promise<void> {
  // by hand: what the driver has for it are inline styles, which the page's policy forbids
  await page.evaluate((selectors) => {
    for (const element of document.querySelectorAll<HTMLElement>(selectors))
      element.style.visibility = 'hidden';
  }, MOVING.join());
  const shot = await page.screenshot({ scale: 'css', caret: 'initial' });
  mkdirSync(actual, { recursive: true });
  writeFileSync(join(actual, `${name}.png`), shot);
  const file = join(baseline, `${name}.png`);
  if (process.env['WEB_DEMO_UPDATE']) {
    mkdirSync(baseline, { recursive: true });
    writeFileSync(file, shot);
    return;
  }
  const [one, other] = [PNG.sync.read(shot), PNG.sync.read(readFileSync(file))];
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  const { height, width } = one;
  const differing = pixelmatch(one.data, other.data, undefined, width, height, { threshold: 0.2 });
  expect(differing / (width * height)).toBeLessThan(TOLERANCE);
}
