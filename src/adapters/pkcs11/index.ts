import { asyncDispose } from '../../base/dispose.js';
import { isTimeout, MAX_TIMEOUT } from '../../base/timeout.js';
import type { Key } from '../../crypto/keys/key.js';
import type { Signer } from '../../crypto/keys/held/signer.js';
import type { OpenSSL } from '../../openssl.js';
import { CK } from './constants.js';
import { call, TokenError, type TokenErrorCode } from './errors.js';
import {
  findSlot,
  type Handle,
  type Library,
  openLibrary,
  releaseLibrary,
  type Slot,
} from './library.js';
import { findKey } from './objects.js';
import { Sessions } from './sessions.js';
import { pinText, signerFunctions } from './signer.js';

export { TokenError, type TokenErrorCode };

/** Which token is opened, and how; see {@link openToken}. */
export interface TokenOptions {
  /** The PKCS #11 library: a path, or a file name that the system's loader finds. */
  readonly library: string;
  /** The token's label, or the number of its slot. */
  readonly token: string | number;
  /** The user's PIN; bytes are its UTF-8. */
  readonly pin: string | Uint8Array;
  /** How many operations may be under way at once; 4 by default, as many as Node has threads for them. */
  readonly sessions?: number | undefined;
}

/** Which key of a token is used, and how; see {@link fromPkcs11}. */
export interface TokenKeyOptions {
  /** The private key's `CKA_LABEL`. */
  readonly label?: string | undefined;
  /** The private key's `CKA_ID`. */
  readonly id?: Uint8Array | undefined;
  /** SubjectPublicKeyInfo as PEM or DER, for a token that has none. RFC 5280, RFC 7468 */
  readonly publicKey?: string | Uint8Array | undefined;
  /**
   * Gives the PIN of a key that wants it anew for each use (`CKA_ALWAYS_AUTHENTICATE`), as signature keys of smart cards
   * do; asked before each operation.
   */
  readonly pin?: (() => string | Uint8Array | PromiseLike<string | Uint8Array>) | undefined;
  /** The hash that the key is used with where none is named, by OpenSSL's name. */
  readonly hash?: string | undefined;
  /** RSA: the padding that the key is used with where none is named; `pkcs1` by default. */
  readonly padding?: 'pkcs1' | 'pss' | undefined;
  /** Milliseconds that a request may take, its time in the queue included; by default no limit. */
  readonly timeout?: number | undefined;
}

/** A token that is logged in to. */
export interface Token extends AsyncDisposable {
  /** The token's label, without the spaces that PKCS #11 fills it up with. */
  readonly label: string;
  /** The number of its slot. */
  readonly slot: number;
  /**
   * Finds a private key and its public key, and makes a {@link Signer} of it: {@link fromPkcs11} tells what it
   * does, and what it throws.
   */
  signer(options: TokenKeyOptions): Promise<Signer>;
  /**
   * Logs out, closes the sessions and, after the last token of a library, finalizes it. Operations under way
   * or in the queue fail at once, with a {@link TokenError} `closed` as their cause; so does every later one. The
   * promise resolves when the token has answered what it had begun. Closing twice is harmless.
   *
   * @throws (rejects) {@link TokenError} `failed` if the library could not be finalized
   */
  close(): Promise<void>;
}

/**
 * Opens a token of a PKCS #11 library (a smart card, an HSM, SoftHSM) and logs in as its user. PKCS #11 v3.0
 *
 * The npm package `pkcs11js` calls the library, and must be installed beside this one. Signing, decrypting and
 * deriving run on Node's own threads, of which there are 4 unless UV_THREADPOOL_SIZE says otherwise; what comes
 * before them (opening, searching, `C_SignInit`) blocks for as long as the library needs. A token is opened once in a
 * process, and a library is used from one of Node's threads only.
 *
 * The PIN is not kept. It passes through a JavaScript string, which can't be wiped; bytes of yours are yours to wipe
 * once the promise has settled.
 *
 * @param options - `library`: path of the library; `token`: label or slot; `pin`: the user's PIN; `sessions`: how
 *   many operations may be under way at once, 4 by default
 * @returns the token, to be closed
 * @throws (rejects) `TypeError` if an option makes no sense; {@link TokenError} `library` if the library, or
 *   pkcs11js, could not be loaded; `token` if there is no such token, if several have the label, or if it is open
 *   already; `pin` if the token refuses the PIN; `failed` for anything else. `returned` has the answer's name
 */
export async function openToken(options: TokenOptions): Promise<Token> {
  const { pin, sessions = 4, token } = options;
  if (typeof options.library !== 'string' || options.library === '')
    throw new TypeError('library is the path of a PKCS #11 library');
  if (
    typeof token === 'number' ? !Number.isSafeInteger(token) : typeof token !== 'string' || !token
  )
    throw new TypeError("token is a token's label, or the number of its slot");
  if (typeof pin !== 'string' && !(pin instanceof Uint8Array))
    throw new TypeError('pin is a string, or its UTF-8 as a Uint8Array');
  if (!Number.isSafeInteger(sessions) || sessions < 1)
    throw new TypeError('sessions is a whole number from 1');
  const library = await openLibrary(options.library);
  try {
    const slot = findSlot(library, token);
    if (library.slots.has(slot.id))
      throw new TokenError(
        'token',
        `The token ${JSON.stringify(slot.label)} is open already; use the object that it was opened as`,
      );
    return new OpenToken(library, slot, pin, sessions);
  } catch (error) {
    releaseLibrary(library);
    throw error;
  }
}

/**
 * A key of OpenSSL's whose private half stays on a token: OpenSSL signs, decrypts or derives with it, and pauses
 * until the token has answered. PKCS #11 v3.0
 *
 * | Key on the token          | What it does                                | Mechanism                            |
 * | ------------------------- | ------------------------------------------- | ------------------------------------ |
 * | RSA                       | signs, PKCS#1 v1.5: SHA-1, -2, -3, MD5, RIPEMD-160 | CKM_RSA_PKCS                  |
 * | RSA                       | signs, PSS: every salt, every hash of Node's | CKM_RSA_PKCS_PSS, else CKM_RSA_X_509 |
 * | RSA                       | decrypts, OAEP and PKCS#1 v1.5              | CKM_RSA_X_509: OpenSSL takes the padding off |
 * | RSA without CKM_RSA_X_509 | decrypts, as far as the token does          | CKM_RSA_PKCS_OAEP, CKM_RSA_PKCS      |
 * | EC on P-256, P-384, P-521 | signs (ECDSA), derives (ECDH)               | CKM_ECDSA, CKM_ECDH1_DERIVE          |
 * | Ed25519, Ed448            | signs, without a context                    | CKM_EDDSA                            |
 * | X25519, X448              | derives                                     | CKM_ECDH1_DERIVE                     |
 *
 * The token gets digests, not messages (all of it for EdDSA). What it may do with the key is what the key's
 * attributes say. The shared secret of a derivation is an object of the session for a moment, and is read and
 * destroyed. The public key comes from the private key's own attributes, else from the public key or the certificate
 * with the same `CKA_ID` (`CKA_LABEL` if it has none), else from `publicKey`.
 *
 * An operation with the key fails with `openssl`, and a {@link TokenError} as `cause`: `refused` when the key may
 * not be used so (`CKA_SIGN` is false) or the token can't do it; `failed` with what the token answered;
 * `closed`. Its `returned` has the answer's name, such as `CKR_SESSION_HANDLE_INVALID`.
 *
 * On abort: an operation that waits for a session leaves the queue. One under way can't be stopped; it keeps its
 * session until the token has answered, and the answer is dropped.
 *
 * @param ossl - the instance that the key is for
 * @param token - from {@link openToken}; it must stay open for as long as the key is used
 * @param options - `label`, `id` or both, which must fit exactly one private key; `publicKey`: SubjectPublicKeyInfo,
 *   if the token has none; `pin`: for a key that wants it anew for each use; `hash`, `padding`: what the key is used with where nothing is named; `timeout`:
 *   milliseconds that a request may take
 * @returns the key, to be freed as any other
 * @throws (rejects) `TypeError` if an option makes no sense; {@link TokenError} `key` if there is no such key, if
 *   several fit, if it is of another kind, has no public key, or wants a PIN for each use and there is no `pin`; `closed`,
 *   `failed`; and what `ossl.keys.fromSigner` throws
 */
export async function fromPkcs11(
  ossl: OpenSSL,
  token: Token,
  options: TokenKeyOptions,
): Promise<Key> {
  return ossl.keys.fromSigner(await token.signer(options));
}

class OpenToken implements Token {
  readonly label: string;
  readonly slot: number;
  readonly #library: Library;
  readonly #place: Slot;
  /** Keeps the login, which ends with a token's last session, and searches. */
  readonly #session: Handle;
  readonly #sessions: Sessions;
  #closed: Promise<void> | undefined;

  constructor(library: Library, slot: Slot, pin: string | Uint8Array, sessions: number) {
    const { module } = library;
    this.label = slot.label;
    this.slot = slot.id;
    this.#library = library;
    this.#place = slot;
    const open = (): Handle =>
      call('A session with the token could not be opened', () =>
        module.C_OpenSession(slot.handle, CK.CKF_SERIAL_SESSION),
      );
    this.#session = open();
    try {
      logIn(module, this.#session, pin);
      this.#sessions = new Sessions(sessions, open, (session) => {
        endSession(module, session);
      });
    } catch (error) {
      endSession(module, this.#session);
      throw error;
    }
    library.slots.add(slot.id);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- whatever is wrong rejects
  async signer(options: TokenKeyOptions): Promise<Signer> {
    const { hash, id, label, padding, pin, publicKey, timeout } = options;
    if (label === undefined && id === undefined)
      throw new TypeError('A key is named by its label or its id, or both');
    if (label !== undefined && typeof label !== 'string') throw new TypeError('label is a string');
    if (id !== undefined && !(id instanceof Uint8Array)) throw new TypeError('id is a Uint8Array');
    if (timeout !== undefined && !isTimeout(timeout))
      throw new TypeError(`timeout is a number of milliseconds from 0 to ${MAX_TIMEOUT}`);
    if (pin !== undefined && typeof pin !== 'function')
      throw new TypeError('pin is a function that gives the PIN for one use of the key');
    this.#sessions.checkOpen();
    const objects = { module: this.#library.module, session: this.#session };
    const key = findKey(objects, { label, id }, publicKey);
    if (key.wantsPin && !pin)
      throw new TokenError(
        'key',
        'The key wants the PIN anew for each use (CKA_ALWAYS_AUTHENTICATE); pass a function as pin that gives it',
      );
    const device = { library: this.#library, slot: this.#place, sessions: this.#sessions };
    return {
      algorithm: key.algorithm,
      publicKey: new Uint8Array(key.publicKey.export({ type: 'spki', format: 'der' })),
      hash,
      padding,
      timeout,
      ...signerFunctions(device, key, pin),
    };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { module } = this.#library;
    await this.#sessions.close();
    try {
      module.C_Logout(this.#session);
    } catch {
      // the token has been taken out, or another program has logged out: closing does the rest
    }
    endSession(module, this.#session);
    this.#library.slots.delete(this.slot);
    releaseLibrary(this.#library);
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }
}

function logIn(module: Library['module'], session: Handle, pin: string | Uint8Array): void {
  call('The token did not accept the login', () => {
    module.C_Login(session, CK.CKU_USER, pinText(pin));
  });
}

/** It may be lost already. */
function endSession(module: Library['module'], session: Handle): void {
  try {
    module.C_CloseSession(session);
  } catch {
    // nothing to close
  }
}
