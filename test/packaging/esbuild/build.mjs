// esbuild leaves `new URL(…, import.meta.url)` as it is: the module and the worker's program go beside the bundle.
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
  entryPoints: { main: 'src/main.js', 'pool-worker': 'openssl-async/pool-worker.js' },
  outdir: 'out',
  bundle: true,
  format: 'esm',
  minify: true,
});
const module = fileURLToPath(import.meta.resolve('openssl-async/openssl-async.wasm'));
await copyFile(module, 'out/openssl-async.wasm');
await copyFile('src/index.html', 'out/index.html');
