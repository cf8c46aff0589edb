/** One module of the package: a row of wasm/variants.json. */
export interface Variant {
  readonly about: string;
  /** Of wasm/boundary/. */
  readonly lists: readonly string[];
  /** What OpenSSL's Configure is given beside openssl-src/options.sh. */
  readonly configure: readonly string[];
  readonly file: string;
  /** As in package.json's exports. */
  readonly entry: string;
  /** Bytes in brotli at most. */
  readonly budget: number;
}

export const variants: Readonly<Record<string, Variant>>;
export function variantOf(name: string): Variant;
export function brotliSize(bytes: Uint8Array): number;
