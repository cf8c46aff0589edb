// For wasm/build.sh: node tools/boundary/list.mjs ship|test|sanitize [--graph]
// Prints the names that the linker must export; with --graph, as roots for wasm-metadce.
import { listsOf, readBoundary } from './boundary.mjs';

const [build, format] = process.argv.slice(2);
const names = readBoundary(listsOf(build)).exportNames;
if (format === '--graph') {
  const roots = ['memory', '_initialize', ...names];
  console.log(
    JSON.stringify(roots.map((name) => ({ name: `export ${name}`, export: name, root: true }))),
  );
} else {
  console.log(names.join('\n'));
}
