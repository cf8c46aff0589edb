import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules', 'build', '**/dist', '**/generated'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // a number in a message is what the reader wants to see
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // callers without types are checked at run time, and old runtimes lack what the types promise
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off', // what a user threw is passed on as it is
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  // for browsers and bundlers, each in a scope of its own; that they run is what test/packaging/run.mjs sees
  {
    files: ['test/packaging/**/*.js'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: { 'no-undef': 'off', 'no-unused-vars': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        AbortController: 'readonly',
        Buffer: 'readonly',
        TextEncoder: 'readonly',
        URL: 'readonly',
        WebAssembly: 'readonly',
        console: 'readonly',
        crypto: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        setImmediate: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  {
    files: ['web-demo/src/sw.js'],
    languageOptions: {
      globals: { URL: 'readonly', caches: 'readonly', fetch: 'readonly', self: 'readonly' },
    },
  },
  {
    // its packages are installed only where browsers are driven, so there are no types to check with
    files: ['web-demo/test/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
