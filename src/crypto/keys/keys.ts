import type { Core } from '../../module/core.js';
import { OpenSSLError } from '../../base/errors.js';
import { checkFunction, checkObject, checkTimeout } from '../../base/checks.js';
import { constants, type Pointer } from '../../module/generated/boundary.js';
import { bytesOf } from '../../base/bytes.js';
import { pointer } from '../../module/memory.js';
import { generateKey, type GenerateKeyOptions } from './generate-key.js';
import type { Jwk } from './jwk/jwk.js';
import { heldAlgorithms, Key } from './key.js';
import {
  exportKey,
  importKey,
  type KeyExportOptions,
  type KeyImportOptions,
} from './key-format.js';
import type { KeyReferences } from './held/held-imports.js';
import { SignerHolder } from './held/signer-holder.js';
import type { Operator } from '../../operator/operator.js';
import type { Signer } from './held/signer.js';

/** Keys of one instance: `ossl.keys`. */
export class Keys {
  readonly #operator: Operator;
  readonly #core: Core;
  readonly #references: KeyReferences;

  /** Made by the instance. @internal */
  constructor(operator: Operator, references: KeyReferences) {
    this.#operator = operator;
    this.#references = references;
    this.#core = operator.core;
  }

  /**
   * Generates a key in a job that pauses at each candidate prime, so that many can be made at once and
   * the event loop goes on. EVP_PKEY_generate(3).
   *
   * @throws (rejects) {@link OpenSSLError} `aborted`, `timeout`, `argument`, `openssl`, or `job` if
   *   `onProgress` threw; the unfinished key is wiped
   */
  generate(options: GenerateKeyOptions): Promise<Key> {
    return generateKey(this.#operator, this.#references.progress, options);
  }

  /**
   * Reads a public key: SubjectPublicKeyInfo as PEM or DER. RFC 5280, RFC 7468, OSSL_DECODER(3).
   * @throws {@link OpenSSLError} `openssl` if it is not one, `argument`, `memory`
   */
  importPublic(key: string | Uint8Array): Key {
    const core = this.#core;
    if (typeof key !== 'string' && !(key instanceof Uint8Array))
      throw new OpenSSLError('argument', 'A public key is PEM text or DER bytes');
    const data = typeof key === 'string' ? new TextEncoder().encode(key) : bytesOf('key', key);
    const address = core.alloc(data);
    try {
      const read = core.exports.osa_key_read_public(pointer(address), data.length);
      if (read === 0) throw core.failure('This is not a public key in PEM or DER');
      core.exports.ERR_clear_error();
      return new Key(core, read);
    } finally {
      core.free(address);
    }
  }

  /**
   * Reads a key, private or public. A text or bytes may be PKCS#8, with a password or without, SubjectPublicKeyInfo, or
   * the traditional forms of RSA and EC, as PEM (the first key in it, also of those that OpenSSL itself encrypts) or
   * DER. An object is a JWK, whose numbers must go with each other. Where a password is used, the event loop has its
   * turns meanwhile. OSSL_DECODER(3), RFC 5958, RFC 7468, RFC 7517.
   *
   * @throws (rejects) {@link OpenSSLError} `argument` if a password is needed and there is none, and for a JWK, with the
   *   member that is wrong; `openssl` for a wrong password, for anything but a key, and for a cipher that only OpenSSL's
   *   legacy provider has; `aborted`, `timeout`, `memory`
   */
  import(data: string | Uint8Array | Jwk, options: KeyImportOptions = {}): Promise<Key> {
    return importKey(this.#operator, data, options);
  }

  /**
   * Writes a key: by default the private one as PKCS#8 in PEM, encrypted if there is a password. The event loop has its
   * turns while the cipher's key is derived. PKCS8_encrypt(3), OSSL_ENCODER(3).
   *
   * @returns a text for PEM, bytes for DER, an object for a JWK
   * @throws (rejects) {@link OpenSSLError} `argument` for the private part of a key that has none or that JavaScript
   *   holds, and for a format that is not there for its algorithm; `openssl` for an unknown cipher or hash;
   *   `aborted`, `timeout`, `memory`
   */
  export(
    key: Key,
    options: KeyExportOptions & { readonly format: 'jwk-private' | 'jwk-public' },
  ): Promise<Jwk>;
  export(
    key: Key,
    options: KeyExportOptions & { readonly encoding: 'der' },
  ): Promise<Uint8Array<ArrayBuffer>>;
  export(
    key: Key,
    options?: KeyExportOptions & {
      readonly format?: 'pkcs8' | 'spki' | 'traditional' | undefined;
      readonly encoding?: 'pem' | undefined;
    },
  ): Promise<string>;
  export(
    key: Key,
    options: KeyExportOptions = {},
  ): Promise<string | Uint8Array<ArrayBuffer> | Jwk> {
    return exportKey(this.#operator, key, options);
  }

  /**
   * A key whose private part JavaScript holds: wherever OpenSSL takes a key it takes this one, and waits
   * while a function of the signer is at work. The private part never enters the module's memory.
   *
   * The signer's functions get a copy of the bytes, exactly what OpenSSL wants done with them, and a signal
   * that fires when the answer is not waited for any more. What they answer is checked against the public key. If one throws, answers
   * wrongly or takes longer than `timeout`, the operation fails with `openssl`, its error queue says why, and
   * what was thrown is its `cause`.
   *
   * provider-keymgmt(7), provider-signature(7).
   *
   * @throws {@link OpenSSLError} `argument` if the signer has no function at all, or the public key is of another
   *   algorithm; `openssl` if that can't be read; `memory`
   */
  fromSigner(signer: Signer): Key {
    const core = this.#core;
    checkSigner(signer);
    const given = signer.publicKey;
    if (given instanceof Key) Key.check(given, core);
    const isOwn = given instanceof Key && !given.isHeld;
    const publicKey = isOwn
      ? given
      : this.importPublic(given instanceof Key ? given.publicToDer() : given);
    try {
      if (!publicKey.isA(signer.algorithm))
        throw new OpenSSLError(
          'argument',
          `The public key is not of algorithm ${signer.algorithm}`,
        );
      const { hash, padding } = signer;
      return new Key(core, this.#create(signer, publicKey), { hash, padding });
    } finally {
      if (publicKey !== given) publicKey.free();
    }
  }

  #create(signer: Signer, publicKey: Key): Pointer<'EVP_PKEY'> {
    const core = this.#core;
    const { holders } = this.#references;
    const id = holders.add(new SignerHolder(this.#operator.owner, signer));
    const flags =
      (signer.input === 'message' ? constants.OSA_HELD_KEY_MESSAGE : 0) |
      (signer.ecdsaFormat === 'raw' ? constants.OSA_HELD_KEY_RAW_ECDSA : 0) |
      (signer.rawDecrypt ? constants.OSA_HELD_KEY_RAW_DECRYPT : 0);
    const key = core.exports.osa_held_key_new(publicKey.pointer, id, flags);
    if (key !== 0) return key;
    holders.remove(id);
    throw core.failure('The key could not be made');
  }
}

function checkSigner(signer: Signer): void {
  checkObject('A signer', signer);
  const { algorithm, timeout } = signer;
  if (typeof algorithm !== 'string' || !heldAlgorithms.includes(algorithm.toUpperCase()))
    throw new OpenSSLError(
      'argument',
      `The algorithm of a signer is one of ${heldAlgorithms.join(', ')}`,
    );
  for (const name of ['sign', 'decrypt', 'derive'] as const)
    if (signer[name] !== undefined) checkFunction(name, signer[name]);
  if (!signer.sign && !signer.decrypt && !signer.derive)
    throw new OpenSSLError('argument', 'A signer has at least one of sign, decrypt and derive');
  checkTimeout(timeout);
}
