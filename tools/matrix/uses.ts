// The columns for decryption and derivation: what is made by others for the public key, and what has to come of it.
import type { Certificate, OpenSSL } from '../../src/index.js';
import type { CommandFolder } from '../../test/support/openssl-command.js';
import type { Algorithm, KeyPair } from './algorithms.js';
import { validity } from './callers.js';
import type { HeldKey } from './holders/holder.js';
import type { NodeCrypto } from './node-crypto.js';

export interface UseRow {
  readonly ossl: OpenSSL;
  readonly algorithm: Algorithm;
  readonly held: HeldKey;
  /** Has the holder's `public.pem`, and `peer.key` for a derivation. */
  readonly folder: CommandFolder;
  readonly node: NodeCrypto;
  /** Of the holder's public key; `recipient.pem` in the folder. */
  readonly recipient: Certificate;
  readonly peer: KeyPair;
}

/** What the key has to give, whoever has made what it is used on. */
export interface Task {
  /** Asks the holder, once. */
  readonly use: () => Promise<Uint8Array>;
  readonly expected: Uint8Array;
}

export interface Use {
  readonly name: string;
  unable?(algorithm: Algorithm): string | undefined;
  /** One for what the openssl command has made or says, one for Node's crypto. */
  tasks(row: UseRow): Promise<readonly Task[]>;
}

const secret = new TextEncoder().encode('for the holder of the key only');

/** A certificate for a key that may be able to sign nothing: another's key signs it. */
export async function recipientOf(ossl: OpenSSL, { key }: HeldKey): Promise<Certificate> {
  const authority = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const certificate = await ossl.x509.createCertificate({
    ...validity,
    subject: { CN: 'Recipient' },
    issuerKey: authority,
    publicKey: key,
    extensions: { subjectKeyIdentifier: 'hash' },
    hash: 'SHA256',
  });
  authority.free();
  return certificate;
}

function oaepWords({ hash, padding }: Algorithm, option: string): string[] {
  return padding === 'oaep'
    ? ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${hash}`].flatMap((word) => [
        option,
        word,
      ])
    : [];
}

const evpDecrypt: Use = {
  name: 'EVP decrypt',
  async tasks({ algorithm, folder, held, node, ossl }) {
    const { hash, padding } = algorithm;
    const key = ['-pubin', '-inkey', 'public.pem', ...oaepWords(algorithm, '-pkeyopt')];
    const ciphertexts = [
      await folder.openssl(['pkeyutl', '-encrypt', ...key], secret),
      node.encrypt(secret, held.key.publicToPem(), hash),
    ];
    return ciphertexts.map((ciphertext) => ({
      use: () => ossl.decrypt(held.key, ciphertext, { hash, padding: padding as 'pkcs1' | 'oaep' }),
      expected: secret,
    }));
  },
};

const cmsDecrypt: Use = {
  name: 'CMS decrypt',
  unable: ({ signer, use }) =>
    use === 'derive' && signer !== 'EC'
      ? 'OpenSSL 3.5 has no X25519 and X448 in CMS; nor has its command'
      : undefined,
  async tasks({ algorithm, folder, held, ossl, recipient }) {
    const to = ['-recip', 'recipient.pem', ...oaepWords(algorithm, '-keyopt')];
    const messages: Uint8Array[] = [
      await folder.openssl(
        ['cms', '-encrypt', '-binary', '-aes256', '-outform', 'DER', ...to],
        secret,
      ),
    ];
    // with OAEP only the command makes them
    if (algorithm.padding !== 'oaep')
      messages.push((await ossl.cms.encrypt(secret, { recipients: [recipient] })).toDer());
    return messages.map((message) => ({
      use: () => ossl.cms.decrypt(message, { key: held.key, certificate: recipient }),
      expected: secret,
    }));
  },
};

const derive: Use = {
  name: 'EVP derive',
  async tasks({ folder, held, node, ossl, peer }) {
    const other = ossl.keys.importPublic(peer.publicKey);
    const publicKey = held.key.publicToPem();
    const words = ['-inkey', 'peer.key', '-peerkey', 'public.pem'];
    const secrets = [
      await folder.openssl(['pkeyutl', '-derive', ...words]),
      node.derive(peer.privateKey, publicKey),
    ];
    return secrets.map((expected) => ({
      use: () => ossl.deriveBits(held.key, other),
      expected,
    }));
  },
};

export const uses: Readonly<Record<'decrypt' | 'derive', readonly Use[]>> = {
  decrypt: [evpDecrypt, cmsDecrypt],
  derive: [derive, cmsDecrypt],
};
