import type { SignerAlgorithm } from '../../crypto/keys/held/signer.js';
import type { Key } from '../../crypto/keys/key.js';

/** What a signing service can be asked for. */
export type HttpSignerOperation = 'sign' | 'decrypt' | 'derive';

/** How a signing service is reached, and what its key is; see `httpSigner`. */
export interface HttpSignerOptions {
  /**
   * Where requests are sent, in full and without user name and password: `https:`, or `http:` for
   * `localhost`, `127.0.0.1` and `[::1]`.
   */
  readonly url: string | URL;
  /** What kind of key it is. */
  readonly algorithm: SignerAlgorithm;
  /** SubjectPublicKeyInfo as PEM or DER, or a key of the instance. */
  readonly publicKey: string | Uint8Array | Key;
  /** Headers of every request, or what makes them, once per operation: for tokens that expire. */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | PromiseLike<Readonly<Record<string, string>>>)
    | undefined;
  /** How the service writes ECDSA signatures; `der` by default. */
  readonly ecdsaFormat?: 'der' | 'raw' | undefined;
  /** What the service can do; by default it signs. */
  readonly operations?: readonly HttpSignerOperation[] | undefined;
  /** How often a failed request is sent again; by default 4 times. */
  readonly retries?: number | undefined;
  /** Milliseconds for an operation, with all its attempts and the pauses between them; by default 30000. */
  readonly deadline?: number | undefined;
  /** Used instead of the global `fetch`; it must heed the request's `signal` and `redirect`. */
  readonly fetch?: typeof fetch | undefined;
  /** Allows `http:` to any host: anything in between can then read and alter it all. */
  readonly insecure?: boolean | undefined;
  /** The hash that the key is used with where none is named. */
  readonly hash?: string | undefined;
  /** RSA: the padding that the key is used with where none is named; `pkcs1` by default. */
  readonly padding?: 'pkcs1' | 'pss' | undefined;
}
