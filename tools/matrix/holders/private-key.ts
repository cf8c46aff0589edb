// A private key that does exactly what it is asked for, however it is asked: with node:crypto, and what that can't do
// with the openssl command or another instance of the module.
import {
  constants,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  privateDecrypt,
  sign,
} from 'node:crypto';
import type { DecryptRequest, DeriveRequest, SignRequest } from '../../../src/index.js';
import type { Algorithm, KeyPair } from '../algorithms.js';
import type { Surroundings } from './holder.js';

/** What a request says, without the signal. */
type Asked<T> = Omit<T, 'signal'>;

export class PrivateKey {
  readonly #surroundings: Surroundings;
  readonly #algorithm: Algorithm;
  readonly #pem: string;
  #object: KeyObject | undefined;

  constructor(surroundings: Surroundings, algorithm: Algorithm, { privateKey }: KeyPair) {
    this.#surroundings = surroundings;
    this.#algorithm = algorithm;
    this.#pem = privateKey;
  }

  /** Of node:crypto, which knows all but ML-DSA. */
  get #key(): KeyObject {
    return (this.#object ??= createPrivateKey(this.#pem));
  }

  sign(data: Uint8Array, request: Asked<SignRequest>): Promise<Uint8Array> {
    if (this.#algorithm.signer.startsWith('ML-DSA')) return this.#signElsewhere(data, request);
    if (request.prehashed) return this.#signDigest(data, request);
    const { hash, padding, saltLength } = request;
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    const key = { key: this.#key, ...(padding === 'pss' ? pss : {}) };
    return Promise.resolve(sign(hash ?? null, data, key));
  }

  async #signElsewhere(
    data: Uint8Array,
    { context }: Pick<SignRequest, 'context'>,
  ): Promise<Uint8Array> {
    const { other } = this.#surroundings;
    const key = await other.keys.import(this.#pem);
    try {
      return await other.sign(key, data, { context });
    } finally {
      key.free();
    }
  }

  /** Node's crypto signs no digests; the command does. */
  #signDigest(
    digest: Uint8Array,
    { hash = '', mgf1Hash, padding, saltLength }: Asked<SignRequest>,
  ): Promise<Uint8Array> {
    const options = [`digest:${hash}`];
    if (padding !== undefined) options.push(`rsa_padding_mode:${padding}`);
    if (padding === 'pss') options.push(`rsa_pss_saltlen:${saltLength}`, `rsa_mgf1_md:${mgf1Hash}`);
    return this.#pkeyutl('-sign', digest, options);
  }

  async decrypt(
    data: Uint8Array,
    { hash, label, mgf1Hash, padding }: Asked<DecryptRequest>,
  ): Promise<Uint8Array> {
    if (padding === 'pkcs1') return this.#pkeyutl('-decrypt', data, ['rsa_padding_mode:pkcs1']);
    if (padding === 'none')
      return privateDecrypt({ key: this.#key, padding: constants.RSA_NO_PADDING }, data);
    if (hash !== mgf1Hash) throw new Error('node:crypto has one hash for both');
    const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash, oaepLabel: label };
    return privateDecrypt({ key: this.#key, ...oaep }, data);
  }

  derive({ spki }: Pick<DeriveRequest, 'spki'>): Promise<Uint8Array> {
    const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return Promise.resolve(diffieHellman({ privateKey: this.#key, publicKey }));
  }

  #pkeyutl(what: string, data: Uint8Array, options: readonly string[]): Promise<Uint8Array> {
    const key = ['-inkey', `${this.#algorithm.pair}.key`];
    const words = options.flatMap((option) => ['-pkeyopt', option]);
    return this.#surroundings.folder.openssl(['pkeyutl', what, ...key, ...words], data);
  }
}
