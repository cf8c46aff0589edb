// For wasm/build.sh: node tools/boundary/list.mjs ship|test|sanitize VARIANT [--graph | --constant NAME]
// Prints the names that the linker must export; with --graph, as roots for wasm-metadce. With --constant the value of one.
import { listsOf, readBoundary } from './boundary.mjs';

const [build, variant, format, constant] = process.argv.slice(2);
const { exportNames: names, values } = readBoundary(listsOf(build, variant));
if (format === '--constant') {
  if (!(constant in values)) throw new Error(`the lists have no constant ${constant}`);
  console.log(values[constant]);
} else if (format === '--graph') {
  const roots = ['memory', '_initialize', ...names];
  console.log(
    JSON.stringify(roots.map((name) => ({ name: `export ${name}`, export: name, root: true }))),
  );
} else {
  console.log(names.join('\n'));
}
