// Two ways to a bundle in CommonJS: with the module in it, and with the module beside it.
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const options = { bundle: true, platform: 'node', format: 'cjs', outdir: 'out', logLevel: 'error' };
const outExtension = { '.js': '.cjs' };
await build({ ...options, outExtension, entryPoints: ['one-file.js'] });

await build({
  ...options,
  outExtension,
  entryPoints: ['beside.js'],
  define: { 'import.meta.url': 'hereUrl' },
  banner: { js: "const hereUrl = require('node:url').pathToFileURL(__filename).href;" },
});
const module = createRequire(import.meta.url).resolve('openssl-async/openssl-async.wasm');
await copyFile(module, 'out/openssl-async.wasm');

// A page whose only script has the module in it, and is no ES module.
await build({
  ...options,
  entryPoints: ['page.js'],
  outdir: 'out/page',
  platform: 'browser',
  format: 'iife',
});
await copyFile('page.html', 'out/page/index.html');
