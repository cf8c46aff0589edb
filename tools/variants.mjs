// The table of modules, wasm/variants.json: node tools/variants.mjs names | VARIANT FIELD
//   node tools/variants.mjs VARIANT --measure FILE.wasm   fails if it is over the budget
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

/** Every variant of the module by its name. */
export const variants = JSON.parse(
  readFileSync(new URL('../wasm/variants.json', import.meta.url), 'utf8'),
);

/** @throws {Error} if there is no such variant */
export function variantOf(name) {
  if (!Object.hasOwn(variants, name)) throw new Error(`wasm/variants.json has no variant ${name}`);
  return variants[name];
}

/** How large bytes are as a server would send them at its best. */
export function brotliSize(bytes) {
  const { BROTLI_PARAM_LGWIN: window, BROTLI_PARAM_QUALITY: quality } = constants;
  return brotliCompressSync(bytes, { params: { [quality]: 11, [window]: 24 } }).length;
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const [name, field, file] = process.argv.slice(2);
  if (field === '--measure') {
    const { budget } = variantOf(name);
    const size = brotliSize(readFileSync(file));
    console.log(`${size} bytes in brotli, of ${budget}`);
    if (size > budget)
      throw new Error(`the module ${name} is over its budget in wasm/variants.json`);
    process.exit();
  }
  const value = name === 'names' ? Object.keys(variants) : variantOf(name)[field];
  if (value === undefined) throw new Error(`wasm/variants.json has no ${field} of ${name}`);
  for (const line of [value].flat()) console.log(String(line));
}
