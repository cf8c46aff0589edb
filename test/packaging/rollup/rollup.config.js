// `new URL(…, import.meta.url)` is what the second plugin is for: module and worker are copied, and found.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';

export default {
  input: 'src/main.js',
  output: { dir: 'out', format: 'es' },
  plugins: [nodeResolve({ browser: true }), importMetaAssets()],
};
