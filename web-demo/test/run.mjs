#!/usr/bin/env node
// Drives the built page in Chromium and Firefox, the system's own: `node web-demo/test/run.mjs [chromium|firefox]`.
// Installs what only that needs when it is missing. `--update` takes new screenshots to compare with.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '../..');
const words = process.argv.slice(2);
const browsers = words.filter((word) => !word.startsWith('--'));

const lock = join(here, 'package-lock.json');
const installed = join(here, 'node_modules/.package-lock.json');
if (!existsSync(installed) || !sameVersions())
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
if (!existsSync(join(root, 'web-demo/dist/index.html'))) {
  console.error('The page is not built yet: run  ./build.sh build');
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const results = join(root, 'build/test/web-demo.json');
const config = join(here, 'vitest.config.ts');
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

function sameVersions() {
  const packages = (file) => {
    const { packages: all } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(all).filter(([path]) => path.startsWith('node_modules/'));
  };
  const there = new Map(packages(installed));
  return packages(lock).every(
    ([path, { optional, version }]) => optional || there.get(path)?.version === version,
  );
}
