import type { OwnBytes } from '../../base/bytes.js';
import { nameOf } from '../../base/kinds.js';
import type {
  DecryptRequest,
  DeriveRequest,
  SignerAlgorithm,
  SignRequest,
  BytesSigner,
} from '../../crypto/keys/held/signer.js';

/** What every key is asked with: the key, and what uses it. */
export interface Holder {
  readonly subtle: SubtleCrypto;
  readonly key: CryptoKey;
}

/** What WebCrypto says of a key's algorithm, as far as the algorithm has it. */
export interface AlgorithmDetails {
  readonly name: string;
  readonly hash?: { readonly name: string };
  readonly modulusLength?: number;
  readonly namedCurve?: string;
}

/** What an algorithm of WebCrypto is for OpenSSL. */
export interface Kind {
  readonly algorithm: SignerAlgorithm;
  /** What the key does; WebCrypto must allow it in `key.usages`. */
  readonly use: 'sign' | 'decrypt' | 'deriveBits';
  readonly padding?: 'pkcs1' | 'pss';
  /** Bits of the shared secret, for algorithms with only one length. */
  readonly bits?: number;
}

/** Bits of ECDH's secret, which is a field element in whole bytes: P-521 has 528. RFC 6090, SEC 1 */
export const curveBits: ReadonlyMap<string, number> = new Map([
  ['P-256', 256],
  ['P-384', 384],
  ['P-521', 528],
]);

/** WebCrypto's names of hashes by OpenSSL's, those of its providers among them. */
const hashes: ReadonlyMap<string, string> = new Map([
  ['SHA1', 'SHA-1'],
  ...[256, 384, 512].flatMap((bits) =>
    [`SHA${bits}`, `SHA2-${bits}`].map((name) => [name, `SHA-${bits}`] as const),
  ),
  ...[256, 384, 512].map((bits) => [`SHA3-${bits}`, `SHA3-${bits}`] as const),
]);

/** The function that the key is good for, and what goes with it: WebCrypto has one use for each. */
export function signerFunctions(
  holder: Holder,
  { algorithm, bits, padding, use }: Kind,
): Partial<BytesSigner> {
  const { hash, namedCurve = '' } = holder.key.algorithm as AlgorithmDetails;
  if (use === 'deriveBits')
    return {
      wipeAnswers: true,
      derive: (_peer, request) =>
        deriveBits(holder, bits ?? (curveBits.get(namedCurve) as number), request),
    };
  if (use === 'decrypt')
    return {
      hash: hashOf(hash),
      wipeAnswers: true,
      decrypt: (data, request) => decryptOaep(holder, data, request),
    };
  if (algorithm === 'RSA')
    return {
      input: 'message',
      hash: hashOf(hash),
      padding,
      sign: (data, request) =>
        signWith(holder, data, request, rsaParameters(holder.key, padding, request)),
    };
  if (algorithm === 'EC')
    return {
      input: 'message',
      ecdsaFormat: 'raw',
      sign: (data, request) =>
        signWith(holder, data, request, ecdsaParameters(holder.key, request)),
    };
  return {
    sign: (data, request) =>
      signWith(holder, data, request, messageParameters(holder.key, request)),
  };
}

/** What to call `sign` with, or why it can't be; the signer's functions only ever reject. */
type SignParameters =
  | { readonly use: AlgorithmIdentifier | RsaPssParams | EcdsaParams | ContextParams }
  | { readonly refusal: TypeError };

/** Of Ed448 and ML-DSA, where a runtime has them; not in every type library. */
interface ContextParams extends Algorithm {
  context?: Uint8Array<ArrayBuffer>;
}

async function signWith(
  { key, subtle }: Holder,
  data: OwnBytes,
  { context, signal }: SignRequest,
  parameters: SignParameters,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if ('refusal' in parameters) throw parameters.refusal;
  const { use } = parameters;
  const hasContext = context !== undefined && context.length > 0;
  const takesContext = typeof use === 'object' && 'context' in use;
  if (hasContext && !takesContext) throw refusal(key, 'a signature with a context string');
  try {
    return new Uint8Array(await subtle.sign(use, key, data));
  } catch (error) {
    if (!takesContext || nameOf(error) !== 'NotSupportedError') throw error;
    throw refusal(key, 'a signature with a context string, which this runtime does not have');
  }
}

function rsaParameters(
  key: CryptoKey,
  padding: 'pkcs1' | 'pss' | undefined,
  request: SignRequest,
): SignParameters {
  const { mgf1Hash, prehashed, saltLength } = request;
  if (request.padding !== padding)
    return refused(key, `a signature with ${asked('padding', request.padding)}`);
  if (prehashed) return refusesHash(key);
  if (!isKeysHash(key, request.hash))
    return refused(key, `a signature with ${asked('hash', request.hash)}`);
  if (padding === 'pkcs1') return { use: { name: 'RSASSA-PKCS1-v1_5' } };
  if (!isKeysHash(key, mgf1Hash))
    return refused(key, `a signature with ${asked('mgf1Hash', mgf1Hash)}`);
  if (saltLength === undefined)
    return refused(key, `a signature with ${asked('saltLength', saltLength)}`);
  return { use: { name: 'RSA-PSS', saltLength } };
}

function ecdsaParameters(key: CryptoKey, { hash, prehashed }: SignRequest): SignParameters {
  if (prehashed) return refusesHash(key);
  const name = hashName(hash);
  if (name === undefined)
    return refused(key, `a signature with ${asked('hash', hash)}, which WebCrypto does not have`);
  return { use: { name: 'ECDSA', hash: name } };
}

/** EdDSA and ML-DSA: a context goes along where the algorithm has one. */
function messageParameters(
  key: CryptoKey,
  { context, hash, prehashed }: SignRequest,
): SignParameters {
  if (prehashed) return refusesHash(key);
  if (hash !== undefined) return refused(key, `a signature with ${asked('hash', hash)}`);
  const { name } = key.algorithm;
  if (!context || context.length === 0) return { use: { name } };
  if (name === 'Ed25519') return refused(key, 'a signature with a context string');
  return { use: { name, context: new Uint8Array(context) } as ContextParams };
}

async function decryptOaep(
  { key, subtle }: Holder,
  data: OwnBytes,
  { hash, label, mgf1Hash, padding, signal }: DecryptRequest,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (padding !== 'oaep') throw refusal(key, `a decryption with ${asked('padding', padding)}`);
  if (!isKeysHash(key, hash)) throw refusal(key, `a decryption with ${asked('hash', hash)}`);
  if (!isKeysHash(key, mgf1Hash))
    throw refusal(key, `a decryption with ${asked('mgf1Hash', mgf1Hash)}`);
  const parameters: RsaOaepParams = { name: 'RSA-OAEP' };
  if (label && label.length > 0) parameters.label = label.slice();
  return new Uint8Array(await subtle.decrypt(parameters, key, data));
}

async function deriveBits(
  { key, subtle }: Holder,
  bits: number,
  { signal, spki }: DeriveRequest,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  const { name, namedCurve } = key.algorithm as AlgorithmDetails;
  const algorithm = namedCurve === undefined ? { name } : { name, namedCurve };
  const peer = await subtle.importKey('spki', spki.slice(), algorithm, false, []);
  signal.throwIfAborted();
  return new Uint8Array(await subtle.deriveBits({ name, public: peer }, key, bits));
}

/** WebCrypto's name of a hash that OpenSSL names. */
function hashName(hash: string | undefined): string | undefined {
  return hash === undefined ? undefined : hashes.get(hash.toUpperCase());
}

/** OpenSSL's name of the hash that a key is tied to. */
function hashOf(hash: { readonly name: string } | undefined): string | undefined {
  return hash?.name.replace(/^SHA-/, 'SHA');
}

/** Whether a hash by OpenSSL's name is the one that an RSA key is tied to. */
function isKeysHash(key: CryptoKey, hash: string | undefined): boolean {
  const name = hashName(hash);
  return name !== undefined && name === (key.algorithm as AlgorithmDetails).hash?.name;
}

/** What a key is for, in words: equal for both halves of a pair. */
export function describeKey(key: CryptoKey): string {
  const { hash, modulusLength, name, namedCurve } = key.algorithm as AlgorithmDetails;
  const size = modulusLength === undefined ? '' : ` of ${modulusLength} bits`;
  return `${name}${namedCurve ? ` on ${namedCurve}` : ''}${size}${hash ? ` with ${hash.name}` : ''}`;
}

function asked(name: string, value: string | number | undefined): string {
  return value === undefined ? `no ${name}` : `${name} ${value}`;
}

function refused(key: CryptoKey, request: string): SignParameters {
  return { refusal: refusal(key, request) };
}

function refusal(key: CryptoKey, request: string): TypeError {
  return new TypeError(
    `The CryptoKey is for ${describeKey(key)} only, and was asked for ${request}; ` +
      'ask for what it is for, or use another key',
  );
}

function refusesHash(key: CryptoKey): SignParameters {
  const refusal = new TypeError(
    `The CryptoKey (${describeKey(key)}) was asked to sign a hash that is made already (prehashed), ` +
      'and WebCrypto hashes by itself; sign the message instead',
  );
  return { refusal };
}
