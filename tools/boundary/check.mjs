// Compares a finished module with the boundary's lists: node tools/boundary/check.mjs FILE.wasm ship|test|sanitize [VARIANT]
import { readFileSync } from 'node:fs';
import { listsOf, readBoundary } from './boundary.mjs';
import { variantOf } from '../variants.mjs';
import { markOf, SECTION } from './mark.mjs';

const [file, build, variant = 'full'] = process.argv.slice(2);
if (!file || !['ship', 'test', 'sanitize'].includes(build)) {
  console.error('usage: node tools/boundary/check.mjs FILE.wasm ship|test|sanitize [VARIANT]');
  process.exit(2);
}
const { unusedImports } = variantOf(variant);
const { exportNames, imports } = readBoundary(listsOf(build, variant));
const module = new WebAssembly.Module(readFileSync(file));
const wanted = {
  exports: ['memory', '_initialize', ...exportNames],
  // An import that nothing in this variant calls is left out by the linker; the table names it.
  imports: imports
    .filter(({ name }) => !unusedImports.includes(name))
    .map(({ name }) => `host.${name}`),
};
const found = {
  exports: WebAssembly.Module.exports(module).map(({ name }) => name),
  imports: WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`),
};
let wrong = 0;
const sections = WebAssembly.Module.customSections(module, SECTION);
const mark = JSON.stringify(markOf(listsOf(build, variant)));
if (sections.length !== 1 || new TextDecoder().decode(sections[0]) !== mark) {
  console.error(`${file} does not say in its section ${SECTION} of which build it is`);
  wrong++;
}
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
