#!/usr/bin/env node
// Drives the built page in Chromium and Firefox, the system's own: `node web-demo/test/run.mjs [chromium|firefox]`.
// Installs what only that needs when it is missing. `--update` takes new screenshots to compare with.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from '../../tools/packages.mjs';

const here = import.meta.dirname;
const root = join(here, '../..');
const words = process.argv.slice(2);
const browsers = words.filter((word) => !word.startsWith('--'));

installPackages(here);
if (!existsSync(join(root, 'web-demo/dist/index.html'))) {
  console.error('The page is not built yet: run  ./build.sh build');
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const results = join(root, 'build/test/web-demo.json');
const config = join(here, 'vitest.config.ts');
rmSync(results, { force: true });
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', config], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    WEB_DEMO_BROWSERS: browsers.join(',') || 'chromium,firefox',
    WEB_DEMO_UPDATE: words.includes('--update') ? '1' : '',
  },
});

let [passed, failed] = [0, 1];
try {
  const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(results, 'utf8'));
  [passed, failed] = [numPassedTests, numFailedTests];
  if (passed + failed === 0 || (status !== 0 && failed === 0)) failed++;
} catch {
  console.error('The test runner has written no results');
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
