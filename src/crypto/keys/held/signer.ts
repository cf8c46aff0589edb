import type { Key } from '../key.js';

/** The algorithms that a key held by JavaScript may have. */
export type SignerAlgorithm =
  'RSA' | 'EC' | 'Ed25519' | 'Ed448' | 'X25519' | 'X448' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/** What every request to a signer says. */
export interface SignerRequest {
  /** Fires when the operation is cancelled or takes too long: the answer is not wanted any more. */
  readonly signal: AbortSignal;
}

/** What {@link Signer.sign} is asked for, exactly. */
export interface SignRequest extends SignerRequest {
  /**
   * The hash that the signature is made with, by OpenSSL's name (`SHA256`, `SHA512`, `SHA3-256`, …);
   * undefined for EdDSA and ML-DSA, and for RSA with PKCS#1 v1.5 over bytes as they are.
   */
  readonly hash: string | undefined;
  /** Whether the bytes are the hash's output already, so that they must not be hashed again. */
  readonly prehashed: boolean;
  /** RSA only. */
  readonly padding: 'pkcs1' | 'pss' | undefined;
  /** RSA-PSS only: the hash of the mask generation function. */
  readonly mgf1Hash: string | undefined;
  /** RSA-PSS only: bytes of salt. */
  readonly saltLength: number | undefined;
  /** ML-DSA only: the context string, empty if there is none. FIPS 204 */
  readonly context: Uint8Array | undefined;
}

/** What {@link Signer.decrypt} is asked for, exactly. */
export interface DecryptRequest extends SignerRequest {
  /** `none`: the bare RSA operation, for a signer with {@link Signer.rawDecrypt}; the answer is as long as the modulus. */
  readonly padding: 'oaep' | 'pkcs1' | 'none';
  /** OAEP only. */
  readonly hash: string | undefined;
  /** OAEP only: the hash of the mask generation function. */
  readonly mgf1Hash: string | undefined;
  /** OAEP only; empty if there is none. */
  readonly label: Uint8Array | undefined;
}

/** What {@link Signer.derive} is asked for. */
export interface DeriveRequest extends SignerRequest {
  /** The other side's public key as SubjectPublicKeyInfo in DER. */
  readonly spki: Uint8Array;
}

/**
 * A private key that JavaScript holds, or knows how to reach: the functions that use it. They may take
 * as long as they need; OpenSSL waits in the middle of its operation.
 */
export interface Signer {
  /** What kind of key it is. */
  readonly algorithm: SignerAlgorithm;
  /** SubjectPublicKeyInfo as PEM or DER, or a key of this instance. */
  readonly publicKey: string | Uint8Array | Key;
  /**
   * Signs. Gives the signature: for EC as DER (ECDSA-Sig-Value), or as r and s side by side with
   * `ecdsaFormat: 'raw'`.
   */
  readonly sign?:
    | ((
        data: Uint8Array<ArrayBuffer>,
        request: SignRequest,
      ) => PromiseLike<Uint8Array> | Uint8Array)
    | undefined;
  /**
   * RSA: decrypts. With PKCS#1 v1.5, `null` says that the padding was wrong; OpenSSL then goes on with a
   * synthetic plaintext (implicit rejection), so that it does not show.
   */
  readonly decrypt?:
    | ((
        data: Uint8Array<ArrayBuffer>,
        request: DecryptRequest,
      ) => PromiseLike<Uint8Array | null> | Uint8Array | null)
    | undefined;
  /** EC, X25519, X448: the shared secret, in full (for EC the x coordinate). `peer` is the encoded public key. */
  readonly derive?:
    | ((
        peer: Uint8Array<ArrayBuffer>,
        request: DeriveRequest,
      ) => PromiseLike<Uint8Array> | Uint8Array)
    | undefined;
  /**
   * What `sign` is given for RSA and EC: the hash's output (`digest`, the default), or all of the
   * `message`, for holders that insist on hashing themselves, as WebCrypto does; it is then kept in memory.
   */
  readonly input?: 'digest' | 'message' | undefined;
  /** What `sign` answers for EC: `der` by default. */
  readonly ecdsaFormat?: 'der' | 'raw' | undefined;
  /** `decrypt` does the bare RSA operation for PKCS#1 v1.5, so that the padding is checked in constant time here. */
  readonly rawDecrypt?: boolean | undefined;
  /** The hash that the key is used with where none is named. */
  readonly hash?: string | undefined;
  /** RSA: the padding that the key is used with where none is named; `pkcs1` by default. */
  readonly padding?: 'pkcs1' | 'pss' | undefined;
  /** Milliseconds that a request may take; by default no limit. */
  readonly timeout?: number | undefined;
}
