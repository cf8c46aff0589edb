// What a worker can be asked to do. Keys, certificates and requests cross as DER.
import type {
  CreateCertificateOptions,
  CreateRequestOptions,
  DigestOptions,
  Encapsulation,
  EncryptionOptions,
  Argon2idOptions,
  GenerateKeyOptions,
  HkdfOptions,
  OperationOptions,
  Pbkdf2Options,
  ScryptOptions,
  SignOptions,
} from '../index.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** What does not cross as it is: the pool takes it beside the arguments. */
type NotCrossing =
  keyof OperationOptions | 'onProgress' | 'key' | 'issuer' | 'issuerKey' | 'publicKey';

/** The options of an operation that cross as they are; of a union, those of each member. */
type Crossing<Options> = Options extends unknown ? Omit<Options, NotCrossing> : never;

/** A key pair that a worker has made. Wipe the private part (`privateKey.fill(0)`) when it is no longer needed. */
export interface KeyPairBytes {
  /** PKCS#8 in DER: RFC 5958. */
  readonly privateKey: Bytes;
  /** SubjectPublicKeyInfo in DER: RFC 5280. */
  readonly publicKey: Bytes;
}

/** A private key (PKCS#8, unencrypted) or a public one (SubjectPublicKeyInfo), in DER. */
export type KeyBytes = Uint8Array;

/**
 * The operations of a pool: arguments and result. Each is the operation of that name of `OpenSSL`, or of its `x509`,
 * with the arguments in one object.
 */
export interface PoolOperations {
  generateKey: { arguments: Crossing<GenerateKeyOptions>; result: KeyPairBytes };
  sign: { arguments: { key: KeyBytes; data: Uint8Array } & Crossing<SignOptions>; result: Bytes };
  verify: {
    arguments: { key: KeyBytes; signature: Uint8Array; data: Uint8Array } & Crossing<SignOptions>;
    result: boolean;
  };
  encrypt: {
    arguments: { key: KeyBytes; data: Uint8Array } & Crossing<EncryptionOptions>;
    result: Bytes;
  };
  decrypt: {
    arguments: { key: KeyBytes; data: Uint8Array } & Crossing<EncryptionOptions>;
    result: Bytes;
  };
  deriveBits: { arguments: { key: KeyBytes; peer: KeyBytes }; result: Bytes };
  encapsulate: { arguments: { key: KeyBytes }; result: Encapsulation };
  decapsulate: { arguments: { key: KeyBytes; ciphertext: Uint8Array }; result: Bytes };
  digest: {
    arguments: { algorithm: string; data: Uint8Array } & Crossing<DigestOptions>;
    result: Bytes;
  };
  hmac: { arguments: { hash: string; secret: Uint8Array; data: Uint8Array }; result: Bytes };
  pbkdf2: { arguments: Crossing<Pbkdf2Options>; result: Bytes };
  scrypt: { arguments: Crossing<ScryptOptions>; result: Bytes };
  argon2id: { arguments: Crossing<Argon2idOptions>; result: Bytes };
  hkdf: { arguments: { secret: Uint8Array } & Crossing<HkdfOptions>; result: Bytes };
  createRequest: { arguments: { key: KeyBytes } & Crossing<CreateRequestOptions>; result: Bytes };
  createCertificate: {
    arguments: {
      issuer?: Uint8Array | undefined;
      issuerKey: KeyBytes;
      publicKey?: KeyBytes | undefined;
    } & Crossing<CreateCertificateOptions>;
    result: Bytes;
  };
}

/** The name of an operation of a pool. */
export type PoolOperation = keyof PoolOperations;

/** Every operation by name, for callers without types. */
export const operationNames: Readonly<Record<PoolOperation, true>> = {
  generateKey: true,
  sign: true,
  verify: true,
  encrypt: true,
  decrypt: true,
  deriveBits: true,
  encapsulate: true,
  decapsulate: true,
  digest: true,
  hmac: true,
  pbkdf2: true,
  scrypt: true,
  argon2id: true,
  hkdf: true,
  createRequest: true,
  createCertificate: true,
};

/** Members of the arguments that are secret: they are moved to the worker, and wiped there. */
export const secretMembers = ['key', 'issuerKey', 'secret', 'password'] as const;
