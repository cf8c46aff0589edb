import type {
  DecryptRequest,
  DeriveRequest,
  Signer,
  SignerAlgorithm,
  SignRequest,
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
): Partial<Signer> {
  const { hash, namedCurve = '' } = holder.key.algorithm as AlgorithmDetails;
  if (use === 'deriveBits')
    return {
      derive: (_peer, request) =>
        deriveBits(holder, bits ?? (curveBits.get(namedCurve) as number), request),
    };
  if (use === 'decrypt')
    return { hash: hashOf(hash), decrypt: (data, request) => decryptOaep(holder, data, request) };
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
    sign: (data, request) => signWith(holder, data, request, eddsaParameters(holder.key, request)),
  };
}

/** What to call `sign` with, or why it can't be; the signer's functions only ever reject. */
type SignParameters = (AlgorithmIdentifier | RsaPssParams | EcdsaParams) | TypeError;

async function signWith(
  { key, subtle }: Holder,
  data: Uint8Array<ArrayBuffer>,
  { context, signal }: SignRequest,
  parameters: SignParameters,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (parameters instanceof TypeError) throw parameters;
  if (context && context.length > 0) throw refusal(key, 'a signature with a context string');
  return new Uint8Array(await subtle.sign(parameters, key, data));
}

function rsaParameters(
  key: CryptoKey,
  padding: 'pkcs1' | 'pss' | undefined,
  request: SignRequest,
): SignParameters {
  const { mgf1Hash, prehashed, saltLength } = request;
  if (request.padding !== padding)
    return refusal(key, `a signature with ${asked('padding', request.padding)}`);
  if (prehashed) return refusesHash(key);
  if (!isKeysHash(key, request.hash))
    return refusal(key, `a signature with ${asked('hash', request.hash)}`);
  if (padding === 'pkcs1') return { name: 'RSASSA-PKCS1-v1_5' };
  if (!isKeysHash(key, mgf1Hash))
    return refusal(key, `a signature with ${asked('mgf1Hash', mgf1Hash)}`);
  if (saltLength === undefined)
    return refusal(key, `a signature with ${asked('saltLength', saltLength)}`);
  return { name: 'RSA-PSS', saltLength };
}

function ecdsaParameters(key: CryptoKey, { hash, prehashed }: SignRequest): SignParameters {
  if (prehashed) return refusesHash(key);
  const name = hashName(hash);
  if (name === undefined)
    return refusal(key, `a signature with ${asked('hash', hash)}, which WebCrypto does not have`);
  return { name: 'ECDSA', hash: name };
}

function eddsaParameters(key: CryptoKey, { hash, prehashed }: SignRequest): SignParameters {
  if (prehashed) return refusesHash(key);
  if (hash !== undefined) return refusal(key, `a signature with ${asked('hash', hash)}`);
  return { name: key.algorithm.name };
}

async function decryptOaep(
  { key, subtle }: Holder,
  data: Uint8Array<ArrayBuffer>,
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

function refusal(key: CryptoKey, request: string): TypeError {
  return new TypeError(
    `The CryptoKey is for ${describeKey(key)} only, and was asked for ${request}; ` +
      'ask for what it is for, or use another key',
  );
}

function refusesHash(key: CryptoKey): TypeError {
  return new TypeError(
    `The CryptoKey (${describeKey(key)}) was asked to sign a hash that is made already (prehashed), ` +
      'and WebCrypto hashes by itself; sign the message instead',
  );
}
