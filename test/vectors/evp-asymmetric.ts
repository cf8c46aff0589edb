// Signatures, RSA decryption, key agreement, ML-KEM, and keys themselves.
import type { EncryptionOptions, Key, SignOptions } from '../../src/index.js';
import { bytes, controls, field, message, type Stanza } from './evp-data.js';
import { type Bench, expectResult, type Test } from './evp-runner.js';
import { held } from './holder.js';
import { omit, sameBytes } from './ledger.js';
import { pkcs8, spki } from './raw-keys.js';

const salts: Record<string, 'digest' | 'auto' | 'max'> = {
  '-1': 'digest',
  '-2': 'auto',
  '-3': 'max',
};

/** The controls of a signature, as the facade names them. */
function signOptions(stanza: Stanza, key: Key, purpose: 'sign' | 'verify'): SignOptions {
  const options: { -readonly [K in keyof SignOptions]: SignOptions[K] } = {};
  const isRsa = key.isA('RSA') || key.isA('RSA-PSS');
  if (key.isA('RSA')) options.padding = 'pkcs1';
  for (const [name, value] of controls(stanza))
    switch (name) {
      case 'digest':
        options.hash = value;
        break;
      case 'rsa_padding_mode':
        if (value !== 'pss' && value !== 'pkcs1') omit(`RSA padding ${value}`);
        options.padding = value;
        break;
      case 'rsa_mgf1_md':
        options.mgf1Hash = value;
        break;
      case 'rsa_pss_saltlen':
        options.saltLength =
          salts[value] ?? (Number.isNaN(Number(value)) ? (value as 'max') : Number(value));
        break;
      case 'hexcontext-string':
        options.context = bytes(value);
        break;
      case 'message-encoding':
        if (value !== '1') omit('a message that is encoded by the caller');
        break;
      case 'deterministic':
        options.deterministic = value === '1' && purpose === 'sign';
        break;
      case 'instance':
        if (value !== 'Ed25519' && value !== 'Ed448')
          omit(`the EdDSA instance ${value.toLowerCase()}`);
        break;
      case 'mu':
        omit('ML-DSA with an external mu');
        break;
      case 'hextest-entropy':
        if (purpose === 'sign') omit('random numbers given by the caller');
        break;
      default:
        omit(`control ${name}`);
    }
  if (field(stanza, 'NonceType') === 'deterministic') options.deterministic = true;
  // where nothing is said, OpenSSL takes what it finds
  if (isRsa && options.padding === 'pss' && purpose === 'verify') options.saltLength ??= 'auto';
  if (isRsa && options.padding === 'pss' && purpose === 'sign') options.saltLength ??= 'max';
  return options;
}

/** `algorithm:key`, or the key alone. */
function target(stanza: Stanza, { hasKey }: Bench): { algorithm: string; name: string } {
  const { subject } = stanza;
  const colon = subject.indexOf(':');
  if (hasKey(subject) || colon < 0) return { algorithm: '', name: subject };
  return { algorithm: subject.slice(0, colon), name: subject.slice(colon + 1) };
}

/** Runs it with the key, and with the same key held by JavaScript where a signer can have such a key. */
async function withBoth(
  bench: Bench,
  key: Key,
  run: (key: Key, isHeld: boolean) => Promise<void>,
  deterministic = false,
): Promise<void> {
  await run(key, false);
  const other = held(bench.ossl, key, deterministic);
  if (!other) return;
  try {
    await run(other, true);
    bench.ledger.heldToo();
  } catch (error) {
    throw new Error(`held: ${String(error)}`, { cause: error });
  } finally {
    other.free();
  }
}

/** Keys that hash as part of the signature get the message, others the digest. */
function takesMessage(key: Key): boolean {
  return (
    ['ED25519', 'ED448'].some((name) => key.isA(name)) ||
    !['RSA', 'RSA-PSS', 'EC'].some((name) => key.isA(name))
  );
}

function signature(purpose: 'sign' | 'verify', form: 'digest' | 'message' | 'named hash'): Test {
  return async (stanza, bench) => {
    const { ossl } = bench;
    const { algorithm, name } =
      form === 'named hash'
        ? { algorithm: '', name: field(stanza, 'Key') ?? '' }
        : target(stanza, bench);
    if (!bench.hasKey(name)) omit('a key that another stanza generates');
    const key = await bench.key(name);
    if (purpose === 'sign' && field(stanza, 'Extended-Test') !== undefined)
      omit('slow, and marked by OpenSSL as for extended tests');
    if (purpose === 'sign' && /^SLH-DSA-\w+-(192|256)s:/.test(stanza.subject))
      omit('slow: signatures of the small sets 192s and 256s, which are verified only');
    for (const other of ['DSA', 'SM2']) if (key.isA(other)) omit(other);
    const options = { ...signOptions(stanza, key, purpose) };
    if (form === 'named hash' && stanza.subject !== '' && stanza.subject !== 'NULL')
      options.hash = stanza.subject;
    if (
      form === 'digest' &&
      key.isA(algorithm || 'RSA') &&
      /^ED/i.test(algorithm) &&
      field(stanza, 'Result')
    )
      omit('EdDSA of a digest');
    if (/^ED.*(CTX|PH)$/i.test(algorithm)) omit(`the EdDSA instance ${algorithm.toLowerCase()}`);
    if (field(stanza, 'Result') === 'DIGESTUPDATE_ERROR')
      omit('EdDSA in pieces, which the API collects');
    const named = /^(?:RSA|ECDSA)-(.+)$/.exec(algorithm)?.[1];
    if (named && named !== 'PSS') options.hash = named;
    if (form === 'digest' && !takesMessage(key)) {
      options.prehashed = true;
      if (options.padding === 'pss') options.hash ??= 'SHA1'; // OpenSSL's default
      if (options.hash === undefined) omit('a signature without a hash');
    }
    const isInPieces = stanza.fields.filter(([own]) => own === 'Input').length > 1;
    const input = bytes(field(stanza, 'Input'));
    const data = (): Uint8Array | AsyncIterable<Uint8Array> =>
      isInPieces ? message(stanza) : input;
    const output = bytes(field(stanza, 'Output'));
    await withBoth(
      bench,
      key,
      async (which, isHeld) => {
        const { deterministic, ...rest } = options;
        const used = isHeld ? rest : { ...rest, deterministic };
        if (purpose === 'verify')
          return expectResult(stanza, () => ossl.verify(which, output, data(), used));
        const isRandom =
          (options.padding === 'pss' && options.saltLength !== 0) ||
          (!deterministic && !key.isA('RSA') && !takesMessage(key));
        if (isRandom) omit('a random signature');
        return expectResult(stanza, () => ossl.sign(which, data(), used));
      },
      options.deterministic ?? false,
    );
  };
}

const decrypt: Test = async (stanza, bench) => {
  const key = await bench.key(stanza.subject);
  const from = controls(stanza);
  if (from.has('rsa_pkcs1_implicit_rejection')) omit('implicit rejection turned off or on');
  const padding = from.get('rsa_padding_mode') ?? 'pkcs1';
  if (padding !== 'pkcs1' && padding !== 'oaep') omit(`RSA padding ${padding}`);
  const hash = from.get('rsa_oaep_md') ?? 'SHA1';
  const oaep = { hash, mgf1Hash: from.get('rsa_mgf1_md') ?? hash };
  const options: EncryptionOptions = { padding, ...(padding === 'oaep' ? oaep : {}) };
  const data = bytes(field(stanza, 'Input'));
  await withBoth(bench, key, (which) =>
    expectResult(stanza, () => bench.ossl.decrypt(which, data, options)),
  );
};

const derive: Test = async (stanza, bench) => {
  const peerName = field(stanza, 'PeerKey') ?? field(stanza, 'PeerKeyValidate');
  const key = await bench.key(stanza.subject);
  if (peerName === undefined) omit('key agreement without a peer');
  if (key.isA('DH') || key.isA('DHX')) omit('DH');
  for (const [name, value] of controls(stanza)) {
    // on curves of prime order the cofactor is 1
    const isPrime = /_P-?\d|secp(?!1..r2)|prime|brainpool/i.test(stanza.subject);
    if (name !== 'ecdh_cofactor_mode') omit(`control ${name}`);
    if (value === '1' && !isPrime) omit('ECDH with a cofactor');
  }
  if (/zero_secp1..r2/.test(stanza.subject))
    omit('a point outside of the subgroup, which is refused here');
  const expected = bytes(field(stanza, 'SharedSecret') ?? field(stanza, 'Output'));
  await withBoth(bench, key, (which) =>
    expectResult(
      stanza,
      async () => bench.ossl.deriveBits(which, await bench.key(peerName)),
      expected,
    ),
  );
};

const pair: Test = async (stanza, bench) => {
  const [first = '', second = ''] = stanza.subject.split(':');
  if (second.includes('BAD')) omit('parameters that can be read but not written');
  const [one, other] = [await bench.key(first), await bench.key(second)];
  // keys for PSS have parameters, which are not compared
  const from = one.isA('RSA-PSS') && other.isA('RSA-PSS') ? -200 : 0;
  const same = (): Promise<boolean> =>
    Promise.resolve(sameBytes(one.publicToDer().slice(from), other.publicToDer().slice(from)));
  await expectResult(stanza, same);
};

const kem: Test = async (stanza, bench) => {
  const { ossl } = bench;
  const algorithm = stanza.subject;
  const name = field(stanza, 'KeyName');
  const [input, output] = [bytes(field(stanza, 'Input')), bytes(field(stanza, 'Output'))];
  const [privateRaw, publicRaw] = [
    field(stanza, 'EncodedPrivateKey'),
    field(stanza, 'EncodedPublicKey'),
  ];
  if (algorithm.startsWith('X') || algorithm.startsWith('EC') || algorithm.startsWith('P-'))
    omit('DHKEM');
  const isEncapsulation =
    field(stanza, 'Entropy') !== undefined || publicRaw !== undefined || input.length === 0;
  if (isEncapsulation) {
    // the random numbers can't be given, so the result is another one: what can be seen is that the key is taken
    const expected = bytes(field(stanza, 'Ciphertext'));
    if (expected.length > 0) bench.ledger.partly('encapsulation without its random numbers');
    return expectResult(stanza, async () => {
      const key =
        publicRaw === undefined
          ? await bench.key(name)
          : ossl.keys.importPublic(spki(algorithm, bytes(publicRaw)));
      const { ciphertext, secret } = await ossl.encapsulate(key);
      if (publicRaw !== undefined) key.free();
      return (
        expected.length === 0 ||
        (ciphertext.length === expected.length && secret.length === output.length)
      );
    });
  }
  await expectResult(stanza, async () => {
    const key =
      privateRaw === undefined
        ? await bench.key(name)
        : await ossl.keys.import(pkcs8(algorithm, bytes(privateRaw)));
    try {
      return await ossl.decapsulate(key, input);
    } finally {
      if (privateRaw !== undefined) key.free();
    }
  });
};

/** ML-DSA and ML-KEM keys of a seed: PKCS#8 may hold the seed, and what is made of it is compared. */
const keyGen: Test = async (stanza, { ossl }) => {
  const algorithm = stanza.subject;
  const seed = controls(stanza).get('hexseed');
  if (seed === undefined) omit('key generation with parameters of the caller');
  if (algorithm.startsWith('SLH')) omit('SLH-DSA keys of a given seed');
  const outputs = new Map(
    stanza.fields
      .filter(([name]) => name === 'CtrlOut')
      .map(([, value]) => value.split(':') as [string, string]),
  );
  const privateRaw = bytes(outputs.get('hexpriv'));
  using key = await ossl.keys.import(pkcs8(algorithm, bytes(seed), true));
  if (!sameBytes(key.publicToDer(), spki(algorithm, bytes(outputs.get('hexpub')))))
    throw new Error('Another public key');
  if (!sameBytes(key.toDer().slice(-privateRaw.length), privateRaw))
    throw new Error('Another private key');
  using read = await ossl.keys.import(pkcs8(algorithm, privateRaw));
  if (!sameBytes(read.publicToDer(), key.publicToDer()))
    throw new Error('The private key has another public one');
};

/** Raw keys, mostly of a wrong length. */
const keyFromData: Test = async (stanza, { ossl }) => {
  const algorithm = stanza.subject;
  const from = controls(stanza);
  const [privateRaw, publicRaw] = [from.get('hexpriv'), from.get('hexpub')];
  if (privateRaw === undefined && publicRaw === undefined) omit('keys of numbers');
  await expectResult(stanza, async () => {
    const key =
      privateRaw === undefined
        ? ossl.keys.importPublic(spki(algorithm, bytes(publicRaw)))
        : await ossl.keys.import(pkcs8(algorithm, bytes(privateRaw)));
    key.free();
    return true;
  });
};

export const asymmetric: Record<string, Test> = {
  Sign: signature('sign', 'digest'),
  Verify: signature('verify', 'digest'),
  'Sign-Message': signature('sign', 'message'),
  'Verify-Message': signature('verify', 'message'),
  'Verify-Message-Public': signature('verify', 'message'),
  DigestSign: signature('sign', 'named hash'),
  DigestVerify: signature('verify', 'named hash'),
  OneShotDigestSign: signature('sign', 'named hash'),
  OneShotDigestVerify: signature('verify', 'named hash'),
  Decrypt: decrypt,
  Derive: derive,
  PrivPubKeyPair: pair,
  Kem: kem,
  KeyGen: keyGen,
  KeyFromData: keyFromData,
};
