import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { staticFiles } from './tools/static-files.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// `openssl-async` is this project's own package, found by its name: the page sees what `exports` shows.
export default defineConfig({
  root: path('.'),
  base: './',
  build: {
    target: 'es2022',
    outDir: path('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [staticFiles(path('dist'), path('src/sw.js'))],
});
