/**
 * Loading OpenSSL, and what belongs to an instance as a whole. Import from `openssl-async`.
 *
 * @module instance
 */
export {
  loadOpenSSL,
  compileModule,
  OpenSSL,
  type LoadOptions,
  type Logger,
  type ModuleSource,
  type ModuleResponse,
  type UrlLike,
  type WasmModule,
  type Stats,
} from '../../../src/index.js';
