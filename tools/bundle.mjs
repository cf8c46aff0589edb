// Bundles the entry points into dist/, an ES module each: no dependencies, the .wasm file beside them. An adapter
// only uses the instance that it is given, so it shares no code with the core.
import { build } from 'esbuild';

const options = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  sourcemap: true,
  legalComments: 'none',
  mainFields: ['module', 'main'], // by default a neutral platform has none
};

await build({
  ...options,
  entryPoints: {
    index: 'src/index.ts',
    webcrypto: 'src/adapters/webcrypto.ts',
    http: 'src/adapters/http.ts',
    pkcs11: 'src/adapters/pkcs11.ts',
    'pool-worker': 'src/workers/pool-worker.ts',
  },
  external: ['node:*', 'pkcs11js'], // for Node only, and the binding is installed beside this package
});

// The pool's errors are instances of the core's class, so it imports the core, and has no copy of it.
await build({
  ...options,
  entryPoints: { workers: 'src/workers/index.ts' },
  plugins: [
    {
      name: 'core-beside',
      setup: ({ onResolve }) => {
        onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: './index.js', external: true }));
      },
    },
  ],
});
