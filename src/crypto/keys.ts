import type { Core } from '../async/core.js';
import { OpenSSLError } from '../async/errors.js';
import { checkFunction, checkObject, checkTimeout } from '../async/options.js';
import { constants, type Pointer } from '../module/boundary.js';
import { pointer } from '../module/memory.js';
import { generateKey, type GenerateKeyOptions } from './generate-key.js';
import { heldAlgorithms, Key } from './key.js';
import { SignerHolder } from './key-holder.js';
import type { OperationOptions, Operator } from './operation.js';
import type { Signer } from './signer.js';

/** Keys of one instance: `ossl.keys`. */
export class Keys {
  readonly #operator: Operator;
  readonly #core: Core;

  /** Made by the instance. */
  constructor(operator: Operator) {
    this.#operator = operator;
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
    return generateKey(this.#operator, options);
  }

  /**
   * Reads a public key: SubjectPublicKeyInfo as PEM or DER. RFC 5280, RFC 7468, OSSL_DECODER(3).
   * @throws {@link OpenSSLError} `openssl` if it is none, `argument`, `memory`
   */
  importPublic(key: string | Uint8Array): Key {
    const core = this.#core;
    if (typeof key !== 'string' && !(key instanceof Uint8Array))
      throw new OpenSSLError('argument', 'A public key is PEM text or DER bytes');
    const data = typeof key === 'string' ? new TextEncoder().encode(key) : key;
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
   * Reads a key, private or public, as PEM or DER: PKCS#8, with a password or without, the traditional forms
   * of RSA and EC, SubjectPublicKeyInfo. OSSL_DECODER(3), RFC 5958, RFC 7468.
   *
   * @param password - as UTF-8 if it is a text; wiped from C's memory afterwards
   * @throws (rejects) {@link OpenSSLError} `argument` if a password is needed and there is none; `openssl` for a wrong
   *   password, and for what is no key; `aborted`, `timeout`, `memory`
   */
  async import(
    data: string | Uint8Array,
    { password, ...options }: OperationOptions & { readonly password?: string | Uint8Array } = {},
  ): Promise<Key> {
    const { key, wanted } = await this.#operator.run(
      'import_key',
      {
        data: bytesOf('A key', data),
        password: password === undefined ? undefined : bytesOf('A password', password),
      },
      options,
    );
    if (wanted) throw new OpenSSLError('argument', 'The key is encrypted; give its password');
    return new Key(this.#core, key);
  }

  /**
   * Writes a private key as PKCS#8 in DER, encrypted with a password: PBES2, PBKDF2 with HMAC-SHA256. RFC 8018.
   *
   * @param iterations - of PBKDF2; 600000 by default
   * @param cipher - by OpenSSL's name; `AES-256-CBC` by default
   * @throws (rejects) {@link OpenSSLError} `argument` for a key that JavaScript holds, `openssl`, `aborted`, `memory`
   */
  async exportEncrypted(
    key: Key,
    {
      cipher = 'AES-256-CBC',
      iterations = 600_000,
      password,
      ...options
    }: OperationOptions & {
      readonly password: string | Uint8Array;
      readonly iterations?: number;
      readonly cipher?: string;
    },
  ): Promise<Uint8Array<ArrayBuffer>> {
    Key.check(key, this.#core);
    if (key.isHeld)
      throw new OpenSSLError(
        'argument',
        "The private part is held by JavaScript and can't be exported",
      );
    if (!Number.isInteger(iterations) || iterations < 1 || iterations > 0x7fff_ffff)
      throw new OpenSSLError('argument', 'iterations is a whole number from 1');
    const input = { key, cipher, iterations, password: bytesOf('A password', password) };
    return (await this.#operator.run('export_key', input, options)).encoded;
  }

  /**
   * A key whose private part JavaScript holds: wherever OpenSSL takes a key it takes this one, and waits
   * while a function of the signer is at work. The private part never enters the module's memory.
   *
   * The signer's functions get a copy of the bytes, exactly what OpenSSL wants done with them, and a signal
   * that fires when nobody waits any more. What they answer is checked against the public key. If one throws, answers
   * wrongly or takes longer than `timeout`, the operation fails with `openssl`, its error queue says why, and
   * what was thrown is its `cause`.
   *
   * provider-keymgmt(7), provider-signature(7).
   *
   * @throws {@link OpenSSLError} `argument` if the signer lacks what its algorithm needs, or the public key
   *   is of another; `openssl` if that can't be read; `memory`
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
    const id = core.keyHolders.add(new SignerHolder(core, signer));
    const flags =
      (signer.input === 'message' ? constants.OSA_HOST_KEY_MESSAGE : 0) |
      (signer.ecdsaFormat === 'raw' ? constants.OSA_HOST_KEY_RAW_ECDSA : 0) |
      (signer.rawDecrypt ? constants.OSA_HOST_KEY_RAW_DECRYPT : 0);
    const key = core.exports.osa_host_key_new(publicKey.pointer, id, flags);
    if (key !== 0) return key;
    core.keyHolders.remove(id);
    throw core.failure('The key could not be made');
  }
}

function bytesOf(what: string, data: string | Uint8Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data === 'string') return new TextEncoder().encode(data);
  throw new OpenSSLError('argument', `${what} is a text or a Uint8Array`);
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
