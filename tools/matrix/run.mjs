// Runs main.ts, which imports the project's own TypeScript: bundled first, since not every Node here reads that.
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('../../', import.meta.url)));
const outfile = 'build/matrix/main.mjs';
await build({
  entryPoints: ['tools/matrix/main.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  external: [
    './bench/packages.mjs',
    './tools/matrix/node-checks.mjs',
    './examples/support/softhsm.mjs',
  ], // they go by where they are
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
