// Signatures: made, taken and refused.
import type { Key, SignOptions } from '../../src/index.js';
import { bytes, controls, field, message, type Stanza } from './evp-data.js';
import { type Bench, expectResult, type Test } from './evp-runner.js';
import { withBoth } from './holder.js';
import { omit } from './ledger.js';

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

export const signatures: Record<string, Test> = {
  Sign: signature('sign', 'digest'),
  Verify: signature('verify', 'digest'),
  'Sign-Message': signature('sign', 'message'),
  'Verify-Message': signature('verify', 'message'),
  'Verify-Message-Public': signature('verify', 'message'),
  DigestSign: signature('sign', 'named hash'),
  DigestVerify: signature('verify', 'named hash'),
  OneShotDigestSign: signature('sign', 'named hash'),
  OneShotDigestVerify: signature('verify', 'named hash'),
};
