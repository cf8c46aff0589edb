import { constants, layout, type Pointer } from '../module/boundary.js';
import { pointer } from '../module/memory.js';
import type { Core } from '../async/core.js';
import { dispose } from '../async/dispose.js';
import { OpenSSLError } from '../async/errors.js';

/** An `EVP_PKEY` of OpenSSL's own, private part included. EVP_PKEY(7) */
export class Key implements Disposable {
  readonly #core: Core;
  #pointer: Pointer<'EVP_PKEY'>;

  /** Takes over the reference. */
  constructor(core: Core, key: Pointer<'EVP_PKEY'>) {
    this.#core = core;
    this.#pointer = key;
  }

  /** The address of the `EVP_PKEY`. @throws {@link OpenSSLError} `disposed` */
  get pointer(): Pointer<'EVP_PKEY'> {
    if (this.#core.dead) throw this.#core.dead;
    if (this.#pointer === 0) throw new OpenSSLError('disposed', 'The key has been freed');
    return this.#pointer;
  }

  /** The private key as PKCS#8 in PEM, unencrypted: RFC 5958, RFC 7468. @throws {@link OpenSSLError} `openssl` */
  toPem(): string {
    return new TextDecoder().decode(this.#write(constants.OSA_KEY_PRIVATE_PEM));
  }

  /** The public key as SubjectPublicKeyInfo in PEM: RFC 5280, RFC 7468. @throws {@link OpenSSLError} `openssl` */
  publicToPem(): string {
    return new TextDecoder().decode(this.#write(constants.OSA_KEY_PUBLIC_PEM));
  }

  /** The private key as PKCS#8 in DER, unencrypted: RFC 5958. @throws {@link OpenSSLError} `openssl` */
  toDer(): Uint8Array {
    return this.#write(constants.OSA_KEY_PRIVATE_DER);
  }

  /** The public key as SubjectPublicKeyInfo in DER: RFC 5280. @throws {@link OpenSSLError} `openssl` */
  publicToDer(): Uint8Array {
    return this.#write(constants.OSA_KEY_PUBLIC_DER);
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

  /** Frees the key, which wipes its private part. Freeing twice is harmless. EVP_PKEY_free(3) */
  free(): void {
    if (this.#pointer === 0 || this.#core.dead) return;
    this.#core.exports.EVP_PKEY_free(this.#pointer);
    this.#pointer = pointer(0);
  }

  [dispose](): void {
    this.free();
  }
}
