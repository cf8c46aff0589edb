// The system's browsers: none is downloaded.
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
    }),
};

export const asked = (process.env['WEB_DEMO_BROWSERS'] ?? 'chromium,firefox').split(',');

export function launch(name: string): Promise<Browser> {
  const launcher = launchers[name];
  if (!launcher)
    throw new Error(`There is no browser ${name} here; there are chromium and firefox`);
  return launcher();
}
