// Bundles the entry points into dist/ as ES modules: no dependencies, the .wasm files beside them.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const options = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  sourcemap: true,
  legalComments: 'none',
  metafile: true,
  mainFields: ['module', 'main'], // by default a neutral platform has none
};

// Entries that are imported together share their classes: what more than one of them needs is in chunks.
for (const name of await readdir('dist'))
  if (/^chunk-.*\.js(\.map)?$/.test(name)) await rm(`dist/${name}`);
const shared = await build({
  ...options,
  splitting: true,
  entryPoints: {
    index: 'src/index.ts',
    core: 'src/core.ts',
    inline: 'src/inline.ts',
    webcrypto: 'src/adapters/webcrypto/index.ts',
    http: 'src/adapters/http/index.ts',
    pkcs11: 'src/adapters/pkcs11/index.ts',
    workers: 'src/workers/index.ts',
  },
  alias: { 'openssl-async-module-in-base64': './dist/openssl-async.wasm' },
  loader: { '.wasm': 'base64' },
  external: ['node:*', 'pkcs11js'], // for Node only, and the binding is installed beside this package
});

// A worker's program is one file, which can be served from anywhere.
const alone = await build({
  ...options,
  entryPoints: { 'pool-worker': 'src/workers/pool-worker.ts' },
  external: ['node:*'],
});

// Which npm packages each bundle has in it, for the bill of materials.
const bundles = {};
for (const { outputs } of [shared.metafile, alone.metafile])
  for (const [file, { inputs }] of Object.entries(outputs)) {
    if (!file.endsWith('.js')) continue;
    const packages = Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
      .filter((name) => name !== undefined);
    bundles[file.replace('dist/', '')] = [...new Set(packages)].sort();
  }
await mkdir('build', { recursive: true });
await writeFile('build/bundles.json', `${JSON.stringify(bundles, null, 2)}\n`);
