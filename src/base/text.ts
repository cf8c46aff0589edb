// Texts in UTF-8. Nothing is made when this is imported: a test environment may get its classes later, or only through
// Node's own modules.

interface Codecs {
  TextEncoder: new () => { encode(text: string): Uint8Array };
  TextDecoder: new (
    label?: string,
    options?: { ignoreBOM?: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

/** One of Node's built-in modules; undefined elsewhere. Not an import: bundlers for browsers would trip over it. */
function builtin(name: string): unknown {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
  };
  return process?.getBuiltinModule?.(name);
}

/** Of the global scope; Jest's jsdom environment has none. */
function codecs(): Codecs {
  const scope = globalThis as Partial<Codecs>;
  return (typeof scope.TextDecoder === 'function' ? scope : builtin('node:util')) as Codecs;
}

let encoder: InstanceType<Codecs['TextEncoder']> | undefined;
let decoder: InstanceType<Codecs['TextDecoder']> | undefined;

/** A text in UTF-8. */
export function encodeText(text: string): Uint8Array {
  encoder ??= new (codecs().TextEncoder)();
  const bytes = encoder.encode(text);
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

/** A mark of byte order is a part of a text as anything else. */
export function decodeText(bytes: Uint8Array): string {
  decoder ??= new (codecs().TextDecoder)('utf-8', { ignoreBOM: true });
  return decoder.decode(bytes);
}
