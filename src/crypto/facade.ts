import { Cms } from './cms/cms.js';
import {
  decapsulate,
  decrypt,
  deriveBits,
  encapsulate,
  type Encapsulation,
  encrypt,
  type EncryptionOptions,
} from './primitives/pkey.js';
import { digest, type DigestOptions, hmac } from './primitives/digest.js';
import type { GenerateKeyOptions } from './keys/generate-key.js';
import {
  argon2id,
  type Argon2idOptions,
  hkdf,
  type HkdfOptions,
  pbkdf2,
  type Pbkdf2Options,
  scrypt,
  type ScryptOptions,
} from './primitives/kdf.js';
import type { Key } from './keys/key.js';
import type { KeyReferences } from './keys/held/held-imports.js';
import { Keys } from './keys/keys.js';
import { type OperationOptions, Operator } from '../operator/operator.js';
import { Pkcs12 } from './pkcs12.js';
import { sign, type SignOptions, verify } from './primitives/sign.js';
import { X509 } from './x509/x509.js';
import type { ByteInput } from '../base/bytes.js';

/** OpenSSL's operations on one instance. Each is a job: it may pause, be cancelled, and run beside any number of others. */
export class CryptoFacade {
  readonly #operator: Operator;
  /** Keys: generated, read, or held by JavaScript. */
  readonly keys: Keys;
  /** Certificates and requests. */
  readonly x509: X509;
  /** Files of a key with its certificates. */
  readonly pkcs12: Pkcs12;
  /** Signed and encrypted messages. */
  readonly cms: Cms;

  /** Made by the instance. @internal */
  constructor(operator: Operator, keys: KeyReferences) {
    this.#operator = operator;
    this.keys = new Keys(operator, keys);
    this.x509 = new X509(operator);
    this.pkcs12 = new Pkcs12(operator, this.x509);
    this.cms = new Cms(operator);
  }

  // ---- keys ----

  /** Generates a key; the same as `keys.generate`. EVP_PKEY_generate(3) */
  generateKey(options: GenerateKeyOptions): Promise<Key> {
    return this.keys.generate(options);
  }

  /**
   * Signs bytes, or a stream of them at flat memory, or a digest. EVP_DigestSign(3), EVP_PKEY_sign(3).
   *
   * @returns the signature; an ECDSA one as DER, unless `ecdsaFormat` says otherwise
   * @throws (rejects) {@link OpenSSLError} `openssl` when the key, its holder or the stream fails, with what
   *   those threw as `cause`; `aborted`, `timeout`, `argument`, `memory`
   */
  sign(key: Key, data: ByteInput, options?: SignOptions): Promise<Uint8Array<ArrayBuffer>> {
    return sign(this.#operator, key, data, options);
  }

  /**
   * Verifies a signature of bytes, or of a stream of them at flat memory. EVP_DigestVerify(3).
   *
   * @returns false for a signature that is wrong in whatever way
   * @throws (rejects) {@link OpenSSLError} as {@link sign}
   */
  verify(
    key: Key,
    signature: Uint8Array,
    data: ByteInput,
    options?: SignOptions,
  ): Promise<boolean> {
    return verify(this.#operator, key, signature, data, options);
  }

  /**
   * Encrypts with an RSA public key. EVP_PKEY_encrypt(3), RFC 8017.
   * @throws (rejects) {@link OpenSSLError} `openssl` if the data are too long for the key, `argument`, `aborted`
   */
  encrypt(
    key: Key,
    data: Uint8Array,
    options?: EncryptionOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return encrypt(this.#operator, key, data, options);
  }

  /**
   * Decrypts with an RSA private key, which JavaScript may hold. EVP_PKEY_decrypt(3), RFC 8017.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` for OAEP padding that is wrong, or when the key's holder
   *   fails (see `cause`); `aborted`, `timeout`, `argument`, `memory`
   */
  decrypt(
    key: Key,
    data: Uint8Array,
    options?: EncryptionOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return decrypt(this.#operator, key, data, options);
  }

  /**
   * The secret that a private key shares with another's public key: ECDH, X25519, X448. EVP_PKEY_derive(3).
   * @throws (rejects) {@link OpenSSLError} `openssl` for a key of another curve or of low order, or when the
   *   holder fails; `aborted`, `timeout`, `argument`, `memory`
   */
  deriveBits(key: Key, peer: Key, options?: OperationOptions): Promise<Uint8Array<ArrayBuffer>> {
    return deriveBits(this.#operator, key, peer, options);
  }

  /** A secret for the holder of an ML-KEM key. EVP_PKEY_encapsulate(3), FIPS 203. @throws as {@link deriveBits} */
  encapsulate(key: Key, options?: OperationOptions): Promise<Encapsulation> {
    return encapsulate(this.#operator, key, options);
  }

  /** The secret that a ciphertext of {@link encapsulate} carries. EVP_PKEY_decapsulate(3). @throws as {@link deriveBits} */
  decapsulate(
    key: Key,
    ciphertext: Uint8Array,
    options?: OperationOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return decapsulate(this.#operator, key, ciphertext, options);
  }

  // ---- hashes and key derivation ----

  /**
   * The digest of bytes, or of a stream of them at flat memory. EVP_DigestInit(3).
   *
   * @param algorithm - by OpenSSL's name: `SHA256`, `SHA3-512`, `BLAKE2B-512`, `SHAKE256`
   * @throws (rejects) {@link OpenSSLError} `openssl` for an unknown algorithm, a length that it does not take, or
   *   when the stream fails, with what it threw as `cause`; `aborted`, `timeout`, `argument`, `memory`
   */
  digest(
    algorithm: string,
    data: ByteInput,
    options?: DigestOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return digest(this.#operator, algorithm, data, options);
  }

  /** HMAC of bytes, or of a stream of them; `hash` and errors as in {@link digest}. EVP_MAC-HMAC(7), RFC 2104 */
  hmac(
    hash: string,
    key: Uint8Array,
    data: ByteInput,
    options?: OperationOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return hmac(this.#operator, hash, key, data, options);
  }

  /**
   * A key from a password with PBKDF2. The event loop has its turns meanwhile. EVP_KDF-PBKDF2(7), RFC 8018
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` for an unknown hash; `aborted`, `timeout`, `argument`, `memory`
   */
  pbkdf2(options: Pbkdf2Options): Promise<Uint8Array<ArrayBuffer>> {
    return pbkdf2(this.#operator, options);
  }

  /**
   * A key from a password with scrypt. The event loop has its turns meanwhile. EVP_KDF-SCRYPT(7), RFC 7914
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` when its memory can't be had; `aborted`, `timeout`, `argument`
   *   (`maxMemory` too), `memory`
   */
  scrypt(options: ScryptOptions): Promise<Uint8Array<ArrayBuffer>> {
    return scrypt(this.#operator, options);
  }

  /**
   * A key from a password with Argon2id. The event loop has its turns meanwhile, except while its memory is cleared,
   * before and after. EVP_KDF-ARGON2(7), RFC 9106
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` when its memory can't be had; `aborted`, `timeout`, `argument`,
   *   `memory`
   */
  argon2id(options: Argon2idOptions): Promise<Uint8Array<ArrayBuffer>> {
    return argon2id(this.#operator, options);
  }

  /**
   * A key from another one with HKDF. EVP_KDF-HKDF(7), RFC 5869
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` for an unknown hash, or a length above 255 times its size;
   *   `aborted`, `timeout`, `argument`, `memory`
   */
  hkdf(options: HkdfOptions): Promise<Uint8Array<ArrayBuffer>> {
    return hkdf(this.#operator, options);
  }
}
