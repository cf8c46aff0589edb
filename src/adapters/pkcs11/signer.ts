import type { DecryptRequest, Signer, SignRequest } from '../../crypto/keys/held/signer.js';
import { CK } from './constants.js';
import { TokenError, tokenError } from './errors.js';
import type { Handle, Library, Slot } from './library.js';
import { type Curve, type PrivateKey, uncompressed } from './objects.js';
import { digestInfo, encodePss, hashNumbers } from './rsa.js';
import type { Sessions } from './sessions.js';

/** An open token, for the keys on it. */
export interface Device {
  readonly library: Library;
  readonly slot: Slot;
  readonly sessions: Sessions;
}

type Mechanism = Parameters<Library['module']['C_SignInit']>[1];

/** What a token answers to a ciphertext whose padding is wrong, or to one that it could not do anything with. */
const WRONG_PADDING = [
  'CKR_ENCRYPTED_DATA_INVALID',
  'CKR_ENCRYPTED_DATA_LEN_RANGE',
  'CKR_DATA_INVALID',
  'CKR_FUNCTION_FAILED',
  'CKR_GENERAL_ERROR',
];

/** What gives the PIN that a key wants anew for each use. */
export type AskPin = () => string | Uint8Array | PromiseLike<string | Uint8Array>;

/** The functions of a signer for one key. */
export function signerFunctions(device: Device, key: PrivateKey, askPin?: AskPin): Partial<Signer> {
  const held = new HeldKey(device, key, askPin);
  const { curve } = key;
  if (!curve)
    return {
      // the bare operation, so that OpenSSL takes the padding off in constant time
      rawDecrypt: held.decryptsRaw,
      sign: (data, request) => held.signRsa(data, request),
      decrypt: (data, request) => held.decrypt(data, request),
    };
  if (curve.algorithm === 'EC')
    return {
      ecdsaFormat: 'raw',
      sign: (digest, { signal }) =>
        // a longer digest counts up to the length of the curve's order. FIPS 186-5
        held.sign(signal, CK.CKM_ECDSA, digest.subarray(0, curve.size), 2 * curve.size),
      derive: async (peer, { signal }) => held.derive(signal, curve, uncompressed(curve, peer)),
    };
  if (curve.algorithm.startsWith('X'))
    return { derive: (peer, { signal }) => held.derive(signal, curve, Buffer.from(peer)) };
  return { sign: (data, request) => held.signEdwards(curve, data, request) };
}

class HeldKey {
  readonly #device: Device;
  readonly #key: PrivateKey;
  readonly #askPin: AskPin | undefined;
  readonly #signsPss: boolean;
  readonly #signsRaw: boolean;
  readonly decryptsRaw: boolean;

  constructor(device: Device, key: PrivateKey, askPin?: AskPin) {
    this.#device = device;
    this.#key = key;
    this.#askPin = askPin;
    this.#signsPss = this.#allows(CK.CKM_RSA_PKCS_PSS, CK.CKF_SIGN);
    this.#signsRaw = this.#allows(CK.CKM_RSA_X_509, CK.CKF_SIGN);
    this.decryptsRaw = this.#allows(CK.CKM_RSA_X_509, CK.CKF_DECRYPT);
  }

  /** Whether token and key both know a mechanism. */
  #allows(mechanism: number, flag: number): boolean {
    const { mechanisms } = this.#key;
    if (mechanisms.length > 0 && !mechanisms.includes(mechanism)) return false;
    const { library, slot } = this.#device;
    try {
      return (library.module.C_GetMechanismInfo(slot.handle, mechanism).flags & flag) !== 0;
    } catch {
      return false; // the token has never heard of it
    }
  }

  /** RSA, in the ways of RFC 8017. */
  async signRsa(digest: Uint8Array, request: SignRequest): Promise<Uint8Array> {
    if (!this.#key.may.sign) throw refusal('sign', 'CKA_SIGN');
    const { hash, padding, saltLength, signal } = request;
    const size = this.#modulusSize();
    if (padding !== 'pss')
      return this.sign(signal, CK.CKM_RSA_PKCS, digestInfo(hash, digest), size);
    const { mgf1Hash = hash } = request;
    if (hash === undefined || mgf1Hash === undefined || saltLength === undefined)
      throw new TokenError('refused', 'PSS needs a hash and the length of the salt');
    const numbers = hashNumbers(hash, mgf1Hash);
    // many tokens know PSS with one hash for all only
    if (numbers && hash === mgf1Hash && this.#signsPss) {
      const type = this.#device.library.binding.CK_PARAMS_RSA_PSS;
      const parameter = { type, ...numbers, saltLen: saltLength };
      const mechanism = { mechanism: CK.CKM_RSA_PKCS_PSS, parameter };
      try {
        return await this.sign(signal, mechanism, digest, size);
      } catch (error) {
        if (!this.#refusesParameters(error)) throw error;
      }
    }
    if (!this.#signsRaw)
      throw new TokenError(
        'refused',
        `The token does not sign with PSS, ${hash}, MGF1 with ${mgf1Hash} and a salt of ${saltLength} bytes, ` +
          'nor does it do the bare RSA operation with this key (CKM_RSA_X_509)',
      );
    const block = encodePss(digest, { hash, mgf1Hash, saltLength }, this.#modulusBits());
    return this.sign(signal, CK.CKM_RSA_X_509, block, size);
  }

  #refusesParameters(error: unknown): boolean {
    return (
      error instanceof TokenError &&
      ['CKR_ARGUMENTS_BAD', 'CKR_MECHANISM_INVALID', 'CKR_MECHANISM_PARAM_INVALID'].includes(
        error.returned ?? '',
      )
    );
  }

  async signEdwards(curve: Curve, data: Uint8Array, request: SignRequest): Promise<Uint8Array> {
    if (request.context?.length || request.hash !== undefined)
      throw new TokenError(
        'refused',
        `${curve.name} with a context or a hash can't be asked for here`,
      );
    return this.sign(request.signal, CK.CKM_EDDSA, data, 2 * curve.size);
  }

  async sign(
    signal: AbortSignal,
    mechanism: number | Mechanism,
    data: Uint8Array,
    size: number,
  ): Promise<Uint8Array> {
    if (!this.#key.may.sign) throw refusal('sign', 'CKA_SIGN');
    const logIn = await this.#authentication(signal);
    return this.#use(signal, 'The token did not sign', async (session, module) => {
      module.C_SignInit(session, mechanismOf(mechanism), this.#key.handle);
      logIn(session);
      return withBytes(data, (input) => module.C_SignAsync(session, input, Buffer.alloc(size)));
    });
  }

  async decrypt(data: Uint8Array, request: DecryptRequest): Promise<Uint8Array | null> {
    if (!this.#key.may.decrypt) throw refusal('decrypt', 'CKA_DECRYPT');
    const { padding, signal } = request;
    const size = this.#modulusSize();
    const mechanism = this.#decryption(request);
    const logIn = await this.#authentication(signal);
    try {
      return await this.#use(signal, 'The token did not decrypt', async (session, module) => {
        module.C_DecryptInit(session, mechanism, this.#key.handle);
        logIn(session);
        const plaintext = await withBytes(data, (input) =>
          module.C_DecryptAsync(session, input, Buffer.alloc(size)),
        );
        // some leave zeros at the front away
        return padding === 'none'
          ? Buffer.concat([Buffer.alloc(size - plaintext.length), plaintext])
          : plaintext;
      });
    } catch (error) {
      // an error would tell a stranger that the padding was wrong
      const returned = error instanceof TokenError ? error.returned : undefined;
      if (padding === 'pkcs1' && WRONG_PADDING.includes(returned ?? '')) return null;
      throw error;
    }
  }

  #decryption({ hash = '', label, mgf1Hash = hash, padding }: DecryptRequest): Mechanism {
    if (padding === 'none') return mechanismOf(CK.CKM_RSA_X_509);
    if (padding === 'pkcs1') return mechanismOf(CK.CKM_RSA_PKCS);
    const numbers = hashNumbers(hash, mgf1Hash);
    if (!numbers)
      throw new TokenError(
        'refused',
        `PKCS #11 has no OAEP with ${hash} and MGF1 with ${mgf1Hash}`,
      );
    const type = this.#device.library.binding.CK_PARAMS_RSA_OAEP;
    const sourceData = label?.length ? { sourceData: Buffer.from(label) } : {};
    const parameter = { type, ...numbers, source: CK.CKZ_DATA_SPECIFIED, ...sourceData };
    return { mechanism: CK.CKM_RSA_PKCS_OAEP, parameter };
  }

  /** The shared secret: an object on the token for as long as it takes to read it. */
  async derive(signal: AbortSignal, { size }: Curve, peer: Buffer): Promise<Uint8Array> {
    if (!this.#key.may.derive) throw refusal('derive', 'CKA_DERIVE');
    const type = this.#device.library.binding.CK_PARAMS_EC_DH;
    return this.#use(signal, 'The token did not derive', async (session, module) => {
      const secret = await withBytes(peer, (publicData) => {
        const parameter = { type, kdf: CK.CKD_NULL, publicData };
        const mechanism = { mechanism: CK.CKM_ECDH1_DERIVE, parameter };
        return module.C_DeriveKeyAsync(session, mechanism, this.#key.handle, [
          { type: CK.CKA_CLASS, value: CK.CKO_SECRET_KEY },
          { type: CK.CKA_KEY_TYPE, value: CK.CKK_GENERIC_SECRET },
          { type: CK.CKA_TOKEN, value: false },
          { type: CK.CKA_SENSITIVE, value: false },
          { type: CK.CKA_EXTRACTABLE, value: true },
          { type: CK.CKA_VALUE_LEN, value: size },
        ]);
      });
      try {
        const [value] = module.C_GetAttributeValue(session, secret, [{ type: CK.CKA_VALUE }]);
        return value?.value as Buffer;
      } finally {
        module.C_DestroyObject(session, secret);
      }
    });
  }

  /** Gets the PIN for one use, if the key wants one: what gives it to the token in the middle of the operation. */
  async #authentication(signal: AbortSignal): Promise<(session: Handle) => void> {
    const { library, sessions } = this.#device;
    signal.throwIfAborted();
    sessions.checkOpen();
    const pin = this.#key.wantsPin ? await this.#askPin?.() : undefined;
    return (session) => {
      if (pin !== undefined) library.module.C_Login(session, CK.CKU_CONTEXT_SPECIFIC, pinText(pin));
    };
  }

  /** One operation in one session. */
  #use<T>(
    signal: AbortSignal,
    failure: string,
    operation: (session: Handle, module: Library['module']) => Promise<T>,
  ): Promise<T> {
    const { library, sessions } = this.#device;
    return sessions.use(signal, async (session) => {
      try {
        return await operation(session, library.module);
      } catch (error) {
        throw tokenError(failure, error);
      }
    });
  }

  #modulusBits(): number {
    return this.#key.publicKey.asymmetricKeyDetails?.modulusLength as number;
  }

  #modulusSize(): number {
    return Math.ceil(this.#modulusBits() / 8);
  }
}

/** The binding takes nothing but text. */
export function pinText(pin: string | Uint8Array): string {
  return typeof pin === 'string' ? pin : new TextDecoder().decode(pin);
}

function mechanismOf(mechanism: number | Mechanism): Mechanism {
  return typeof mechanism === 'number' ? { mechanism } : mechanism;
}

/** Lends a copy, which the binding's thread reads without holding on to it: it must live until the answer. */
async function withBytes<T>(data: Uint8Array, work: (input: Buffer) => Promise<T>): Promise<T> {
  const input = Buffer.from(data);
  try {
    return await work(input);
  } finally {
    input.fill(0);
  }
}

function refusal(use: string, attribute: string): TokenError {
  return new TokenError('refused', `The key may not be used to ${use} (its ${attribute} is false)`);
}
