import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['web-demo/test/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false, // one browser at a time: frames are measured
    reporters: ['default', ['json', { outputFile: 'build/test/web-demo.json' }]],
  },
});
