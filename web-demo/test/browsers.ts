// The system's browsers: none is downloaded.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, firefox } from 'playwright-core';

const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let folder: string | undefined;

/** Where Firefox puts what is downloaded. */
export function downloadFolder(): string {
  return (folder ??= mkdtempSync(join(tmpdir(), 'web-demo-')));
}

const launchers: Record<string, () => Promise<Browser>> = {
  chromium: () =>
    chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: CHROMIUM_FLAGS,
    }),
  firefox: () =>
    firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
      firefoxUserPrefs: {
        'browser.download.folderList': 2,
        'browser.download.dir': downloadFolder(),
      },
    }),
};

export const asked = (process.env['WEB_DEMO_BROWSERS'] ?? 'chromium,firefox').split(',');

export function launch(name: string): Promise<Browser> {
  const launcher = launchers[name];
  if (!launcher)
    throw new Error(`There is no browser ${name} here; there are chromium and firefox`);
  return launcher();
}
