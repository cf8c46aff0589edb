// The system's browsers: none is downloaded.
import { type Browser, chromium, firefox } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium, onPath } from '../../test/support/chromium.mjs';

const launchers: Record<string, () => Promise<Browser>> = {
  chromium: () => chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS }),
  firefox: () => firefox.launch({ channel: 'moz-firefox', executablePath: onPath('firefox-esr') }),
};

export const asked = (process.env['WEB_DEMO_BROWSERS'] ?? 'chromium,firefox').split(',');

export function launch(name: string): Promise<Browser> {
  const launcher = launchers[name];
  if (!launcher)
    throw new Error(`There is no browser ${name} here; there are chromium and firefox`);
  return launcher();
}
