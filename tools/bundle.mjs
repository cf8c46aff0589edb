// Bundles the entry points into dist/, an ES module each: no dependencies, the .wasm file beside them. An adapter
// only uses the instance that it is given, so it shares no code with the core.
import { build } from 'esbuild';

await build({
  entryPoints: {
    index: 'src/index.ts',
    webcrypto: 'src/adapters/webcrypto.ts',
    http: 'src/adapters/http.ts',
    pkcs11: 'src/adapters/pkcs11.ts',
  },
  external: ['node:*', 'pkcs11js'], // for Node only, and the binding is installed beside this package
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  sourcemap: true,
  legalComments: 'none',
});
