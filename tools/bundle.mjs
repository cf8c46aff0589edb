// Bundles the entry points into dist/, an ES module each: no dependencies, the .wasm file beside them. An adapter
// only uses the instance that it is given, so it shares no code with the core.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

// Declarations are written after this, and those of files that are no more would be packed too.
await rm('dist/types', { recursive: true, force: true });

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

const alone = await build({
  ...options,
  entryPoints: {
    index: 'src/index.ts',
    inline: 'src/inline.ts',
    webcrypto: 'src/adapters/webcrypto/index.ts',
    http: 'src/adapters/http/index.ts',
    pkcs11: 'src/adapters/pkcs11/index.ts',
    'pool-worker': 'src/workers/pool-worker.ts',
  },
  alias: { 'openssl-async-module-in-base64': './dist/openssl-async.wasm' },
  loader: { '.wasm': 'base64' },
  external: ['node:*', 'pkcs11js'], // for Node only, and the binding is installed beside this package
});

// The pool's errors are instances of the core's class, so it imports the core, and has no copy of it or of the class.
const beside = await build({
  ...options,
  entryPoints: { workers: 'src/workers/index.ts' },
  plugins: [
    {
      name: 'core-beside',
      setup: ({ onResolve }) => {
        onResolve({ filter: /^\.\.\/index\.js$|\/openssl-error\.js$/ }, () => ({
          path: './index.js',
          external: true,
        }));
      },
    },
  ],
});

// Which npm packages each bundle has in it, for the bill of materials.
const bundles = {};
for (const { outputs } of [alone.metafile, beside.metafile])
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
