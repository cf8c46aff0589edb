import type { BlobLike, ResponseLike } from '../base/byte-source.js';
import { bytesOf, type BytesLike, isBytes, type OwnBytes } from '../base/bytes.js';
import { OpenSSLError } from '../base/errors.js';
import { hasMethod, member } from '../base/kinds.js';
import type { UrlLike, WasmModule } from '../base/platform.js';

/**
 * Where the module comes from: a compiled `WebAssembly.Module`, its bytes, a Blob of them, a `Response` (or a promise
 * of one) or a URL. By default the `.wasm` file beside this package's code.
 */
export type ModuleSource =
  | WasmModule
  | BytesLike
  | BlobLike
  | ModuleResponse
  | PromiseLike<ModuleResponse>
  | UrlLike
  | string;

/** What of a `Response` is used. */
export interface ModuleResponse extends ResponseLike {
  /** Whether its status is one of success. */
  readonly ok: boolean;
  /** 200, if all is well. */
  readonly status: number;
  /** Where it came from. */
  readonly url: string;
  /** As `Response` has it. */
  readonly headers: {
    /** A header's value, or null. */
    get(name: string): string | null;
  };
}

/**
 * Compiles what was given. What the platform has for requests is not looked at unless one is made or given: Node loads it
 * when it is looked at first, which takes longer than to compile the module.
 *
 * @throws (rejects) {@link OpenSSLError} `load`, saying what could not be fetched, read or compiled.
 */
export async function compile(source: ModuleSource): Promise<WasmModule> {
  try {
    const given: unknown = await source;
    if (isModule(given)) return given;
    if (isBytes(given)) return await WebAssembly.compile(ownBytes(given));
    if (isResponse(given)) return await compileResponse(given);
    if (hasMethod(given, 'arrayBuffer'))
      return await WebAssembly.compile(await (given as unknown as BlobLike).arrayBuffer());
    if (typeof given === 'string') return await compileUrl(given);
    const href = member(given, 'href');
    if (typeof href === 'string') return await compileUrl(href);
  } catch (cause) {
    if (cause instanceof OpenSSLError) throw cause;
    throw new OpenSSLError('load', `The module could not be compiled: ${String(cause)}`, { cause });
  }
  throw new OpenSSLError(
    'load',
    'The module must be a WebAssembly.Module, bytes, a Response or a URL; it is none of these',
  );
}

/** No engine takes a DataView, and few what is shared. */
function ownBytes(given: BytesLike): OwnBytes {
  const bytes = bytesOf('module', given);
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether the engine knows it as a module, of whatever realm. */
function isModule(given: unknown): given is WebAssembly.Module {
  try {
    WebAssembly.Module.customSections(given as WebAssembly.Module, 'name');
    return true;
  } catch {
    return false;
  }
}

function isResponse(given: unknown): given is ModuleResponse {
  return hasMethod(given, 'arrayBuffer') && typeof member(given, 'status') === 'number';
}

async function compileResponse(response: ModuleResponse): Promise<WebAssembly.Module> {
  if (!response.ok)
    throw new OpenSSLError(
      'load',
      `Fetching ${response.url || 'the module'} failed with status ${response.status}`,
    );
  const type = response.headers.get('content-type');
  if (/^text\/html\b/i.test(type ?? ''))
    throw new OpenSSLError(
      'load',
      `${response.url || 'What was fetched'} is a page (text/html) and not the module: the .wasm file is not served there`,
    );
  // Streaming takes this type and no other, but a server that does not know it must not keep the module
  // from loading.
  if (type === 'application/wasm' && typeof WebAssembly.compileStreaming === 'function')
    try {
      return await WebAssembly.compileStreaming(response as unknown as Response);
    } catch (error) {
      if (response.bodyUsed) throw error;
      // one of another realm, or of a library's, is none to the engine
    }
  return WebAssembly.compile(await response.arrayBuffer());
}

async function compileUrl(url: string): Promise<WebAssembly.Module> {
  if (url.startsWith('file:')) return WebAssembly.compile(await readFile(url));
  let response: ModuleResponse;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new OpenSSLError('load', `Fetching ${url} failed; is the .wasm file served there?`, {
      cause,
    });
  }
  return compileResponse(response);
}

interface NodeProcess {
  getBuiltinModule?: (name: 'node:fs/promises') => {
    readFile(path: URL): Promise<OwnBytes>;
  };
}

/** Not an import: bundlers for browsers would trip over it. */
async function readFile(url: string): Promise<OwnBytes> {
  const { process } = globalThis as { process?: NodeProcess };
  const fs = process?.getBuiltinModule?.('node:fs/promises');
  if (!fs)
    throw new OpenSSLError('load', `This runtime cannot read ${url}; pass the module as bytes`);
  try {
    return await fs.readFile(new URL(url));
  } catch (cause) {
    throw new OpenSSLError('load', `${url} could not be read`, { cause });
  }
}
