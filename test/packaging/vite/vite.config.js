// Nothing to configure: the module and the worker are found.
import { defineConfig } from 'vite';

export default defineConfig({ root: 'src', build: { outDir: '../out', emptyOutDir: true } });
