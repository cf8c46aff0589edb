// The suites with the harness in one file for each shim: no runtime but Node resolves packages, or reads TypeScript.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = `${root}build/test/runtimes`;
const shims = ['command-line', 'worker-thread', 'page', 'web-worker', 'workerd'];

/** What runtimes are given, by paths. */
export const files = {
  bundle: (shim) => `${outdir}/${shim}.js`,
  testModule: `${root}build/test/openssl-async-test.wasm`,
  coreModule: `${root}dist/openssl-async-core.wasm`,
  shippedModule: `${root}dist/openssl-async.wasm`,
};

export async function bundleSuites() {
  await build({
    entryPoints: [
      ...shims.map((shim) => `${root}test/runtimes/shims/${shim}.ts`),
      `${root}test/runtimes/harness/declared.ts`,
    ],
    external: ['node:*', '*.wasm', '*.bin'],
    outdir,
    entryNames: '[name]',
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

/** The suites there are, in their order, and how many tests each declares. */
export async function declaredTests() {
  const { declared } = await import(`${outdir}/declared.js`);
  return declared;
}
