// Chromium, driven by playwright-core, on the pages that were built.
import { createRequire } from 'node:module';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.mjs';
import { checks } from './tools.mjs';

export async function launch() {
  const { chromium } = createRequire(`${checks}package.json`)('playwright-core');
  return chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
}

/** Opens a page and waits for what it leaves in `outcome`. @throws with everything that the page complained about */
export async function outcomeOf(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    const response = await page.goto(url);
    const headers = response.headers();
    await page.waitForFunction(() => globalThis.outcome !== undefined, null, { timeout: 60_000 });
    const outcome = await page.evaluate(() => globalThis.outcome);
    return { outcome, complaints, headers };
  } catch (error) {
    throw new Error(`${error.message}\n${complaints.join('\n')}`, { cause: error });
  } finally {
    await context.close();
  }
}
