// What the mutation tester runs: the suites that import src/, not those that look at dist/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: (process.env['MUTATE_TESTS'] ?? 'tools/mutate/suites.test.ts').split(','),
    testTimeout: 30_000,
  },
});
