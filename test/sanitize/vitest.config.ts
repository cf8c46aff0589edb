// The conformance suites with the module that was built under sanitizers: build.sh test --sanitize.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/sanitize/conformance.ts'],
    testTimeout: 300_000, // the module is many times slower
    reporters: ['default', ['json', { outputFile: 'build/test/sanitize.json' }]],
  },
});
