import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 600_000, // for what hangs: the longest takes 25 s, and some machines have other work
    maxWorkers: availableParallelism(), // by default one core is left for those who watch
    reporters: ['default', ['json', { outputFile: 'build/test/results.json' }]],
  },
});
