// RSA decryption, key agreement, ML-KEM, and keys themselves.
import type { EncryptionOptions } from '../../src/index.js';
import { sameBytes } from '../support/bytes.js';
import { bytes, controls, field } from './evp-data.js';
import { expectResult, type Test } from './evp-runner.js';
import { withBoth } from './holder.js';
import { omit } from './ledger.js';
import { pkcs8, spki } from './raw-keys.js';

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
  Decrypt: decrypt,
  Derive: derive,
  PrivPubKeyPair: pair,
  Kem: kem,
  KeyGen: keyGen,
  KeyFromData: keyFromData,
};
