// Chromium as the system has it; nothing is downloaded.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { checks } from './tools.mjs';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function findChromium() {
  const { CHROMIUM } = process.env;
  const found = [CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error('There is no Chromium; install it, or name it in CHROMIUM');
  return found;
}

export async function launch() {
  const { chromium } = createRequire(`${checks}package.json`)('playwright-core');
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
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
