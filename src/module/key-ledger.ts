import { OpenSSLError } from '../base/errors.js';
import type { Pointer } from './generated/boundary.js';

/** What is known of a key beside the key itself, so that it does not hold it. */
export interface KeyEntry {
  /** 0 when it has been freed. */
  pointer: Pointer<'EVP_PKEY'> | 0;
  /** Where it was made, if that is noted. */
  readonly trace: string | undefined;
}

/** What the ledger calls: the instance. */
interface LedgerOwner {
  readonly dead: unknown;
  readonly exports: { EVP_PKEY_free(key: Pointer<'EVP_PKEY'>): void };
  readonly onError: (error: unknown) => void;
}

type Collected = FinalizationRegistry<KeyEntry> | undefined;

/**
 * The references to keys that JavaScript has. Who loses a key without freeing it leaves the secret in memory: when the
 * garbage collector takes the object, the key is freed here, and `onError` is told; but when that will be, and whether,
 * nobody knows. An operation refers to the keys that it uses, so that none is taken meanwhile.
 */
export class KeyLedger {
  readonly #owner: LedgerOwner;
  readonly #isTraced: boolean;
  readonly #registry: Collected;
  readonly #told = new Set<string>();
  /** Keys that are not freed. */
  live = 0;
  /** Keys that the garbage collector had to free. */
  collected = 0;

  constructor(owner: LedgerOwner, isTraced: boolean) {
    this.#owner = owner;
    this.#isTraced = isTraced;
    this.#registry =
      typeof FinalizationRegistry === 'function'
        ? new FinalizationRegistry((entry) => {
            this.#lost(entry);
          })
        : undefined;
  }

  /** A key has been made. */
  add(key: object, pointer: Pointer<'EVP_PKEY'>): KeyEntry {
    const trace = this.#isTraced ? new Error('A key was made').stack : undefined;
    const entry = { pointer, trace };
    this.live++;
    this.#registry?.register(key, entry, entry);
    return entry;
  }

  /** Frees it, once. Nothing is done with the memory of an instance that is over. */
  free(entry: KeyEntry): void {
    const { pointer } = entry;
    if (pointer === 0) return;
    entry.pointer = 0;
    this.live--;
    this.#registry?.unregister(entry);
    if (!this.#owner.dead) this.#owner.exports.EVP_PKEY_free(pointer);
  }

  /** One that was freed while an operation used it, and whose operation never ended, is not told of. */
  #lost(entry: KeyEntry): void {
    if (entry.pointer === 0 || this.#owner.dead) return;
    this.free(entry);
    this.collected++;
    const place = entry.trace ?? '';
    if (this.#told.has(place)) return;
    this.#told.add(place);
    const where = entry.trace?.replace(/^[^\n]*\n/, '');
    const hint =
      where === undefined
        ? 'load with traceKeys: true to learn where it was made; further ones are counted in stats().keys'
        : `it was made here, and further ones of this place are counted in stats().keys:\n${where}`;
    this.#owner.onError(
      new OpenSSLError(
        'leak',
        `A key was never freed, and the garbage collector had to do it; call key.free(), or use "using". ${hint}`,
      ),
    );
  }
}
