// Runs a file of Project Wycheproof's vectors through the TypeScript API.
import { readFileSync } from 'node:fs';
import { type Key, OpenSSL, OpenSSLError } from '../../src/index.js';
import { sameBytes } from '../support/bytes.js';
import { bytes } from './evp-data.js';
import { held } from './holder.js';
import { Ledger, omit, type Tally } from './ledger.js';
import { ecPkcs8, ecSpki, pkcs8, spki } from './raw-keys.js';

/** A group's and a vector's fields, by the names of Wycheproof's schemas. */
type Fields = Readonly<Record<string, unknown>>;

interface Group extends Fields {
  readonly tests: readonly Fields[];
}

/** Whether the vector's signature is good, or its output the one that is expected. */
type Attempt = (vector: Fields, keys: Keys) => Promise<boolean>;

interface Keys {
  /** The group's or vector's own key, and the same held by JavaScript where that can be. */
  readonly each: (
    load: () => Key | Promise<Key>,
    use: (key: Key) => Promise<boolean>,
  ) => Promise<boolean>;
}

type Family = (ossl: OpenSSL, group: Group, file: string) => Attempt;

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`No ${name}`);
  return value;
}

function octets(fields: Fields, name: string): Uint8Array {
  return bytes(text(fields, name));
}

/** `SHA-512/256` is `SHA512-256` in OpenSSL. */
function hashOf(name: string): string {
  return name.replace(/^SHA-(\d+)/, 'SHA$1').replace('/', '-');
}

const raws = ['secp256r1', 'secp384r1', 'secp521r1'];

const ecdsa: Family = (ossl, group) => {
  const isRaw = text(group, 'type').includes('P1363');
  const curve = (group['key'] as Fields)['curve'] as string;
  return async (vector, keys) => {
    if (isRaw && !raws.includes(curve)) omit('raw signatures of other curves');
    return keys.each(
      () => ossl.keys.importPublic(octets(group, 'keyDer')),
      (key) =>
        ossl.verify(key, octets(vector, 'sig'), octets(vector, 'msg'), {
          hash: hashOf(text(group, 'sha')),
          ecdsaFormat: isRaw ? 'raw' : 'der',
        }),
    );
  };
};

const eddsa: Family = (ossl, group) => (vector, keys) =>
  keys.each(
    () => ossl.keys.importPublic(octets(group, 'keyDer')),
    (key) => ossl.verify(key, octets(vector, 'sig'), octets(vector, 'msg')),
  );

const rsaVerify: Family = (ossl, group) => {
  const isPss = text(group, 'type').startsWith('RsassaPss');
  const hash = hashOf(text(group, 'sha'));
  const options = isPss
    ? ({
        hash,
        padding: 'pss',
        mgf1Hash: hashOf(text(group, 'mgfSha')),
        saltLength: group['sLen'] as number,
      } as const)
    : ({ hash, padding: 'pkcs1' } as const);
  return (vector, keys) =>
    keys.each(
      () => ossl.keys.importPublic(octets(group, 'keyDer')),
      (key) => ossl.verify(key, octets(vector, 'sig'), octets(vector, 'msg'), options),
    );
};

const rsaSign: Family = (ossl, group) => (vector, keys) =>
  keys.each(
    () => ossl.keys.import(octets(group, 'privateKeyPkcs8')),
    async (key) => {
      const options = { hash: hashOf(text(group, 'sha')), padding: 'pkcs1' } as const;
      const signature = await ossl.sign(key, octets(vector, 'msg'), options);
      return sameBytes(signature, octets(vector, 'sig'));
    },
  );

const rsaDecrypt: Family = (ossl, group) => {
  const isOaep = text(group, 'type').startsWith('RsaesOaep');
  return (vector, keys) =>
    keys.each(
      () => ossl.keys.import(octets(group, 'privateKeyPkcs8')),
      async (key) => {
        const options = isOaep
          ? ({
              padding: 'oaep',
              hash: hashOf(text(group, 'sha')),
              mgf1Hash: hashOf(text(group, 'mgfSha')),
              label: octets(vector, 'label'),
            } as const)
          : ({ padding: 'pkcs1' } as const);
        const plain = await ossl.decrypt(key, octets(vector, 'ct'), options);
        // wrong PKCS#1 v1.5 padding gives a plaintext too, but another one
        if (!isOaep && vector['result'] === 'invalid' && octets(vector, 'msg').length === 0)
          return false;
        return sameBytes(plain, octets(vector, 'msg'));
      },
    );
};

const agreement: Family = (ossl, group, file) => {
  const curve = text(group, 'curve');
  const isEc = file.startsWith('ecdh');
  const form = /_(ecpoint|webcrypto|asn|jwk|pem)_test/.exec(file)?.[1] ?? (isEc ? 'asn' : 'raw');
  const name = curve.replace('curve25519', 'X25519').replace('curve448', 'X448').toUpperCase();
  const read = (vector: Fields, which: 'private' | 'public'): string | Uint8Array => {
    if (form === 'pem') return text(vector, which);
    const given = octets(vector, which);
    if (form === 'raw') return which === 'private' ? pkcs8(name, given) : spki(name, given);
    if (!isEc) return given;
    if (which === 'public' && form === 'asn') return given;
    const made = which === 'private' ? ecPkcs8(curve, given) : ecSpki(curve, given);
    return made ?? omit(`the curve ${curve}`);
  };
  return async (vector, keys) => {
    if (form === 'jwk' || form === 'webcrypto') omit('keys as JWK');
    const own = read(vector, 'private');
    using peer = ossl.keys.importPublic(read(vector, 'public'));
    return await keys.each(
      () => ossl.keys.import(own),
      async (key) => sameBytes(await ossl.deriveBits(key, peer), octets(vector, 'shared')),
    );
  };
};

const hmac: Family = (ossl, group, file) => async (vector) => {
  const hash = hashOf(/hmac_(.*)_test/.exec(file)?.[1]?.toUpperCase().replace('_', '-') ?? '');
  const tag = await ossl.hmac(hash, octets(vector, 'key'), octets(vector, 'msg'));
  const size = (group['tagSize'] as number) / 8;
  return sameBytes(tag.subarray(0, size), octets(vector, 'tag'));
};

const hkdf: Family = (ossl, _, file) => async (vector) => {
  const okm = await ossl.hkdf({
    hash: /hkdf_(.*)_test/.exec(file)?.[1] ?? '',
    key: octets(vector, 'ikm'),
    salt: octets(vector, 'salt'),
    info: octets(vector, 'info'),
    length: vector['size'] as number,
  });
  return sameBytes(okm, octets(vector, 'okm'));
};

/** By the beginnings of the files' names; the first that fits. */
export const families: readonly (readonly [name: string, family: Family])[] = [
  ['ecdsa_', ecdsa],
  ['eddsa_', eddsa],
  ['ed448_', eddsa],
  ['rsa_signature_', rsaVerify],
  ['rsa_pss_', rsaVerify],
  ['rsa_sig_gen_', rsaSign],
  ['rsa_oaep_', rsaDecrypt],
  ['rsa_pkcs1_', rsaDecrypt],
  ['ecdh_', agreement],
  ['x25519_', agreement],
  ['x448_', agreement],
  ['hmac_', hmac],
  ['hkdf_', hkdf],
];

export interface WycheproofTally extends Tally {
  /** What became of the vectors that may be taken or refused, by their flags. */
  readonly acceptable: Record<string, number>;
  /** Where OpenSSL knowingly does otherwise than Wycheproof wants, by the vectors' comments. */
  readonly otherwise: Record<string, number>;
}

/** OpenSSL takes explicit parameters that are those of a curve it knows, and then the cofactor that it knows. */
const lenient = 'cofactor = ';

export async function runFile(
  module: WebAssembly.Module,
  folder: string,
  file: string,
): Promise<WycheproofTally> {
  const ossl = new OpenSSL(module);
  const ledger = new Ledger();
  const acceptable: Record<string, number> = {};
  const otherwise: Record<string, number> = {};
  const family = families.find(([beginning]) => file.startsWith(beginning))?.[1];
  if (!family) throw new Error(`Nothing runs ${file}`);
  const { testGroups } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
    testGroups: Group[];
  };
  for (const group of testGroups) {
    const attempt = family(ossl, group, file);
    for (const vector of group.tests)
      await ledger.enter(`${file} ${String(vector['tcId'])}`, async () => {
        const isGood = await outcome(() => attempt(vector, keysOf(ossl, ledger, vector)));
        const result = text(vector, 'result');
        if (result === 'acceptable') {
          const flags = (vector['flags'] as string[]).join(', ') || 'no flag';
          const name = `${isGood ? 'taken' : 'refused'}: ${flags}`;
          acceptable[name] = (acceptable[name] ?? 0) + 1;
          return;
        }
        const comment = text(vector, 'comment');
        if (isGood === (result === 'valid')) return;
        if (!isGood || !file.startsWith('ecdh') || !comment.startsWith(lenient))
          throw new Error(`${result}, ${comment}`);
        const kind = comment.replace(/\d{3,}/, 'n');
        otherwise[kind] = (otherwise[kind] ?? 0) + 1;
      });
  }
  const { failures } = ledger.tally;
  const { handles, jobs, references, waitContexts } = ossl.stats();
  if (jobs.live + handles.open + references + waitContexts > 0) failures.push('something was left');
  if (ossl.takeErrors().length > 0) failures.push('errors were left in the queue');
  return { ...ledger.tally, acceptable, otherwise };
}

/** A typed error is a refusal; anything else is a failure of the test. */
async function outcome(run: () => Promise<boolean>): Promise<boolean> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OpenSSLError && ['openssl', 'argument'].includes(error.code)) return false;
    throw error;
  }
}

/** One in five is tested with a held key too. */
function keysOf(ossl: OpenSSL, ledger: Ledger, vector: Fields): Keys {
  return {
    each: async (load, use) => {
      using key = await load();
      const isGood = await outcome(() => use(key));
      using other = (vector['tcId'] as number) % 5 === 0 ? held(ossl, key) : undefined;
      if (other && (await outcome(() => use(other))) !== isGood)
        throw new Error(`${String(isGood)}, but held by JavaScript ${String(!isGood)}`);
      if (other) ledger.heldToo();
      return isGood;
    },
  };
}
