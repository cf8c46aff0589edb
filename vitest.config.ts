import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    maxWorkers: availableParallelism(), // by default one core is left for those who watch
    reporters: ['default', ['json', { outputFile: 'build/test/results.json' }]],
  },
});
