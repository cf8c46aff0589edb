// Nothing to configure for the package; CHROMIUM names the browser that is there.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const launchOptions = {
  executablePath: process.env.CHROMIUM,
  args: process.env.CHROMIUM_FLAGS.split(' '),
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', environment: 'node' } },
      { test: { name: 'jsdom', environment: 'jsdom' } },
      {
        test: {
          name: 'browser',
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
