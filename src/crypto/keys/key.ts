import { constants, layout, type Pointer } from '../../module/generated/boundary.js';
import { cString, pointer } from '../../module/memory.js';
import type { Owned } from '../../module/owned.js';
import type { Core } from '../../module/core.js';
import { dispose } from '../../base/dispose.js';
import { OpenSSLError } from '../../base/errors.js';

/** The algorithms that a held key may have, by OpenSSL's names. */
export const heldAlgorithms = [
  'RSA',
  'EC',
  'ED25519',
  'ED448',
  'X25519',
  'X448',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
];

/** What a key is used with where an operation names nothing else. */
export interface KeyDefaults {
  /** The hash of a signature, by OpenSSL's name. */
  readonly hash?: string | undefined;
  /** RSA: the padding of a signature. */
  readonly padding?: 'pkcs1' | 'pss' | undefined;
}

/**
 * An `EVP_PKEY`: OpenSSL's own, private part included, or one whose private part JavaScript holds. EVP_PKEY(7)
 *
 * Every method but {@link free} throws {@link OpenSSLError} `disposed` after it, `memory`, and `dead` if the instance is.
 */
export class Key implements Disposable, Owned<'EVP_PKEY'> {
  readonly #core: Core;
  #pointer: Pointer<'EVP_PKEY'>;
  /** Operations that use the key now. */
  #users = 0;
  #isFreed = false;
  /** What it is used with where an operation names nothing else. */
  readonly defaults: KeyDefaults;

  /** Takes over the reference. @internal */
  constructor(core: Core, key: Pointer<'EVP_PKEY'>, defaults: KeyDefaults = {}) {
    this.#core = core;
    this.#pointer = key;
    this.defaults = defaults;
  }

  /** Refuses anything but a key, and one of another instance, whose address means something else here. @internal */
  static check(key: unknown, core: Core): asserts key is Key {
    if (!(key instanceof Key)) throw new OpenSSLError('argument', 'This is not a key');
    if (key.#core !== core) throw new OpenSSLError('argument', 'The key is of another instance');
  }

  /** Refuses a key without a private part that could be written. @throws {@link OpenSSLError} `argument` @internal */
  static checkPrivate(key: unknown, core: Core): asserts key is Key {
    Key.check(key, core);
    if (key.isHeld)
      throw new OpenSSLError(
        'argument',
        "The private part is held by JavaScript and can't be written",
      );
    if (!key.hasPrivate) throw new OpenSSLError('argument', 'The key has no private part');
  }

  /** Whether two keys have the same public part and parameters. EVP_PKEY_eq(3) @throws {@link OpenSSLError} `argument` */
  equals(other: Key): boolean {
    Key.check(other, this.#core);
    const isSame = this.#core.exports.EVP_PKEY_eq(this.pointer, other.pointer) === 1;
    this.#core.exports.ERR_clear_error();
    return isSame;
  }

  /** Whether it has a private part, here or with JavaScript. */
  get hasPrivate(): boolean {
    return this.#core.exports.osa_key_has_private(this.pointer) === 1;
  }

  /** Whether the key is of an algorithm, by OpenSSL's name for it, such as `RSA` or `ED25519`. EVP_PKEY_is_a(3) */
  isA(algorithm: string): boolean {
    return this.#isA(algorithm) > 0;
  }

  /** Whether its private part is held by JavaScript. */
  get isHeld(): boolean {
    return heldAlgorithms.some((algorithm) => this.#isA(algorithm) === 2);
  }

  #isA(algorithm: string): number {
    const name = this.#core.alloc(cString(algorithm));
    try {
      return this.#core.exports.osa_key_is_a(this.pointer, pointer(name));
    } finally {
      this.#core.free(name);
    }
  }

  /** An operation begins to use it. @internal */
  retain(): void {
    this.#users++;
  }

  /** An operation has ended; the last one frees what was to be freed meanwhile. @internal */
  release(): void {
    this.#users--;
    if (this.#isFreed) this.#free();
  }

  /** The address of the `EVP_PKEY`. @throws {@link OpenSSLError} `disposed` */
  get pointer(): Pointer<'EVP_PKEY'> {
    if (this.#core.dead) throw this.#core.dead;
    if (this.#isFreed) throw new OpenSSLError('disposed', 'The key has been freed');
    return this.#pointer;
  }

  /** The private key as PKCS#8 in PEM, unencrypted: RFC 5958, RFC 7468. @throws {@link OpenSSLError} `openssl` */
  toPem(): string {
    return this.#writeText(constants.OSA_KEY_PRIVATE_PEM);
  }

  /** The public key as SubjectPublicKeyInfo in PEM: RFC 5280, RFC 7468. @throws {@link OpenSSLError} `openssl` */
  publicToPem(): string {
    return this.#writeText(constants.OSA_KEY_PUBLIC_PEM);
  }

  /** The private key as PKCS#8 in DER, unencrypted: RFC 5958. @throws {@link OpenSSLError} `openssl` */
  toDer(): Uint8Array {
    return this.#write(constants.OSA_KEY_PRIVATE_DER);
  }

  /** The public key as SubjectPublicKeyInfo in DER: RFC 5280. @throws {@link OpenSSLError} `openssl` */
  publicToDer(): Uint8Array {
    return this.#write(constants.OSA_KEY_PUBLIC_DER);
  }

  /** The public key in words, for people, as `openssl pkey -text_pub` prints it: EVP_PKEY_print_public(3). @throws {@link OpenSSLError} `openssl` */
  publicToText(): string {
    return this.#writeText(constants.OSA_KEY_PUBLIC_TEXT);
  }

  #writeText(form: number): string {
    const bytes = this.#write(form);
    const text = new TextDecoder().decode(bytes);
    bytes.fill(0);
    return text;
  }

  #write(form: number): Uint8Array {
    const core = this.#core;
    const key = this.pointer;
    return core.withWords(layout.osa_bytes.sizeof / 4, (out) => {
      if (!core.exports.osa_key_write(key, form, pointer(out)))
        throw core.failure('The key could not be written');
      const data = core.memory.uint(out + layout.osa_bytes.data);
      const size = core.memory.uint(out + layout.osa_bytes.size);
      const bytes = core.memory.copy(data, size);
      core.exports.osa_clear_free(pointer(data), size);
      return bytes;
    });
  }

  /** Frees the key, which wipes its private part; once no operation uses it any more. Freeing twice is harmless. EVP_PKEY_free(3) */
  free(): void {
    this.#isFreed = true;
    this.#free();
  }

  #free(): void {
    if (this.#pointer === 0 || this.#users > 0 || this.#core.dead) return;
    this.#core.exports.EVP_PKEY_free(this.#pointer);
    this.#pointer = pointer(0);
  }

  /** The same as {@link free}, for `using`. */
  [dispose](): void {
    this.free();
  }
}
