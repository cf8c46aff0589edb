// The rows: what is signed, decrypted or derived with, and the key pairs for that.
import type { SignerAlgorithm } from '../../src/index.js';
import type { CommandFolder } from '../../test/support/openssl-command.js';

/** One way to use a private key. */
export interface Algorithm {
  readonly name: string;
  readonly use: 'sign' | 'decrypt' | 'derive';
  /** The name of its key pair: of those that differ in hash or padding only, it is the same. */
  readonly pair: keyof typeof pairs;
  readonly signer: SignerAlgorithm;
  /** By OpenSSL's name; undefined for EdDSA and ML-DSA, which take the message. */
  readonly hash?: string;
  readonly padding?: 'pkcs1' | 'pss' | 'oaep';
}

/** The words that `openssl genpkey` makes each pair from. */
const pairs = {
  rsa: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'P-256': ['EC', '-pkeyopt', 'group:P-256'],
  'P-384': ['EC', '-pkeyopt', 'group:P-384'],
  'P-521': ['EC', '-pkeyopt', 'group:P-521'],
  Ed25519: ['ED25519'],
  Ed448: ['ED448'],
  'ML-DSA-44': ['ML-DSA-44'],
  'ML-DSA-65': ['ML-DSA-65'],
  'ML-DSA-87': ['ML-DSA-87'],
  X25519: ['X25519'],
  X448: ['X448'],
};

const curves = ['P-256', 'P-384', 'P-521'] as const;
const hashes = ['SHA256', 'SHA384', 'SHA512'] as const;

/** Each with the hashes that it is used with, and with one of SHA-3, which some holders lack. */
export const signatureAlgorithms: readonly Algorithm[] = [
  ...(['pkcs1', 'pss'] as const).flatMap((padding) =>
    [...hashes, 'SHA3-256'].map((hash) => ({
      name: `RSA ${padding === 'pss' ? 'PSS' : 'PKCS#1 v1.5'}, ${hash}`,
      ...{ use: 'sign' as const, pair: 'rsa' as const, signer: 'RSA' as const, padding, hash },
    })),
  ),
  ...curves.flatMap((pair, at) =>
    [hashes[at] as string, `SHA3-${['256', '384', '512'][at]}`].map((hash) => ({
      name: `ECDSA ${pair}, ${hash}`,
      ...{ use: 'sign' as const, pair, signer: 'EC' as const, hash },
    })),
  ),
  ...(['Ed25519', 'Ed448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const).map((name) => ({
    name,
    ...{ use: 'sign' as const, pair: name, signer: name },
  })),
];

export const decryptionAlgorithms: readonly Algorithm[] = [
  { name: 'RSA PKCS#1 v1.5', use: 'decrypt', pair: 'rsa', signer: 'RSA', padding: 'pkcs1' },
  ...hashes.map((hash) => ({
    name: `RSA OAEP, ${hash}`,
    ...{ use: 'decrypt' as const, pair: 'rsa' as const, signer: 'RSA' as const },
    ...{ padding: 'oaep' as const, hash },
  })),
];

export const derivationAlgorithms: readonly Algorithm[] = [
  ...curves.map((pair) => ({
    name: `ECDH ${pair}`,
    ...{ use: 'derive' as const, pair, signer: 'EC' as const },
  })),
  ...(['X25519', 'X448'] as const).map((name) => ({
    name,
    ...{ use: 'derive' as const, pair: name, signer: name },
  })),
];

/** Both halves in PEM: PKCS#8 and SubjectPublicKeyInfo. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Made by the openssl command, once; the private keys are in the folder as `NAME.key`. */
export class KeyPairs {
  readonly #folder: CommandFolder;
  readonly #made = new Map<string, Promise<KeyPair>>();

  constructor(folder: CommandFolder) {
    this.#folder = folder;
  }

  get(name: keyof typeof pairs): Promise<KeyPair> {
    const made = this.#made.get(name) ?? this.#make(name);
    this.#made.set(name, made);
    return made;
  }

  async #make(name: keyof typeof pairs): Promise<KeyPair> {
    const file = `${name}.key`;
    await this.#folder.openssl(['genpkey', '-out', file, '-algorithm', ...pairs[name]]);
    const publicKey = await this.#folder.openssl(['pkey', '-in', file, '-pubout']);
    const privateKey = await this.#folder.read(file);
    return { privateKey: privateKey.toString(), publicKey: publicKey.toString() };
  }
}
