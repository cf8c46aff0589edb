// Compares a finished module with the boundary's lists: node tools/boundary/check.mjs FILE.wasm ship|test|sanitize
import { readFileSync } from 'node:fs';
import { listsOf, readBoundary } from './boundary.mjs';

const [file, build] = process.argv.slice(2);
if (!file || !['ship', 'test', 'sanitize'].includes(build)) {
  console.error('usage: node tools/boundary/check.mjs FILE.wasm ship|test|sanitize');
  process.exit(2);
}
const { exportNames, imports } = readBoundary(listsOf(build));
const module = new WebAssembly.Module(readFileSync(file));
const wanted = {
  exports: ['memory', '_initialize', ...exportNames],
  imports: imports.map(({ name }) => `host.${name}`),
};
const found = {
  exports: WebAssembly.Module.exports(module).map(({ name }) => name),
  imports: WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`),
};
let wrong = 0;
for (const side of ['exports', 'imports']) {
  const missing = wanted[side].filter((name) => !found[side].includes(name));
  const extra = found[side].filter((name) => !wanted[side].includes(name));
  for (const name of missing)
    console.error(`${file} lacks ${side.slice(0, -1)} ${name}, which wasm/boundary/ lists`);
  for (const name of extra)
    console.error(`${file} has ${side.slice(0, -1)} ${name}, which wasm/boundary/ does not list`);
  wrong += missing.length + extra.length;
}
if (wrong === 0)
  console.log(`${found.exports.length} exports and ${found.imports.length} imports, as listed`);
process.exitCode = wrong > 0 ? 1 : 0;
