import { OpenSSLError } from '../base/errors.js';

/**
 * Where the module comes from: a compiled `WebAssembly.Module`, its bytes, a `Response` (or a promise
 * of one) or a URL. By default the `.wasm` file beside this package's code.
 */
export type ModuleSource =
  WebAssembly.Module | BufferSource | Response | Promise<Response> | URL | string;

/**
 * Compiles what was given. What the platform has for requests is not looked at unless one is made or given: Node loads it
 * when it is looked at first, which takes longer than to compile the module.
 *
 * @throws (rejects) {@link OpenSSLError} `load`, saying what could not be fetched, read or compiled.
 */
export async function compile(source: ModuleSource): Promise<WebAssembly.Module> {
  try {
    const given = await source;
    if (given instanceof WebAssembly.Module) return given;
    if (given instanceof ArrayBuffer) return await WebAssembly.compile(given);
    if (ArrayBuffer.isView(given)) return await WebAssembly.compile(bytesOf(given)); // no engine takes a DataView
    if (typeof given === 'string' || given instanceof URL) return await compileUrl(String(given));
    if (isResponse(given)) return await compileResponse(given);
  } catch (cause) {
    if (cause instanceof OpenSSLError) throw cause;
    throw new OpenSSLError('load', `The module could not be compiled: ${String(cause)}`, { cause });
  }
  throw new OpenSSLError(
    'load',
    'The module must be a WebAssembly.Module, bytes, a Response or a URL; it is none of these',
  );
}

function bytesOf({ buffer, byteLength, byteOffset }: ArrayBufferView<ArrayBuffer>): BufferSource {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function isResponse(value: unknown): value is Response {
  return typeof Response === 'function' && value instanceof Response;
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
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
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function compileUrl(url: string): Promise<WebAssembly.Module> {
  if (url.startsWith('file:')) return WebAssembly.compile(await readFile(url));
  let response: Response;
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
    readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
  };
}

/** Not an import: bundlers for browsers would trip over it. */
async function readFile(url: string): Promise<Uint8Array<ArrayBuffer>> {
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
