import type { ModuleSource } from './module/source.js';

/**
 * What an import of the `.wasm` file gives depends on the tool: a compiled module, or an address. `loadOpenSSL` and
 * `compileModule` take all of them.
 */
declare const module: ModuleSource;
export default module;
