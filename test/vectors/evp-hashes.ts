// Digests, HMAC and key derivation.
import type { OpenSSL } from '../../src/index.js';
import { bytes, controls, field, message, type Stanza } from './evp-data.js';
import { expectResult, type Test } from './evp-runner.js';
import { omit } from './ledger.js';

async function joined(stanza: Stanza): Promise<Uint8Array> {
  const parts: number[] = [];
  for await (const part of message(stanza)) parts.push(...part);
  return Uint8Array.from(parts);
}

const digest: Test = async (stanza, { ossl }) => {
  if (field(stanza, 'Padding') !== undefined) omit('bits of padding chosen by the caller');
  const expected = bytes(field(stanza, 'Output'));
  if (stanza.subject.startsWith('BLAKE') && field(stanza, 'OutputSize') !== undefined)
    omit('BLAKE2 of a chosen length');
  const isXof = /^(SHAKE|KECCAK-KMAC)/.test(stanza.subject) || field(stanza, 'XOF') === '1';
  const size = Number(field(stanza, 'OutputSize') ?? expected.length);
  const options = isXof ? { length: size } : {};
  await expectResult(stanza, () => ossl.digest(stanza.subject, message(stanza), options));
  if (stanza.fields.some(([name]) => name === 'Count' || name === 'Ncopy')) return;
  await expectResult(stanza, async () =>
    ossl.digest(stanza.subject, await joined(stanza), options),
  );
};

const mac: Test = async (stanza, { ossl }) => {
  if (!stanza.subject.startsWith('HMAC')) omit('a MAC other than HMAC');
  const hash = field(stanza, 'Algorithm') ?? controls(stanza).get('digest') ?? '';
  const key = bytes(field(stanza, 'Key'));
  await expectResult(stanza, () => ossl.hmac(hash, key, message(stanza)));
  await expectResult(stanza, async () => ossl.hmac(hash, key, await joined(stanza)));
};

type Controls = Map<string, string>;

/** A text, or its bytes in hex under `hex` and its name. */
function octets(from: Controls, name: string): Uint8Array | undefined {
  const hex = from.get(`hex${name}`);
  const text = from.get(name);
  if (hex !== undefined) return bytes(hex);
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

function number(from: Controls, name: string, otherwise: number): number {
  return Number(from.get(name) ?? otherwise);
}

type Derivation = (ossl: OpenSSL, from: Controls, length: number) => Promise<Uint8Array>;

const nothing = new Uint8Array();

const derivations: Record<string, Derivation> = {
  PBKDF2: (ossl, from, length) => {
    if (from.get('pkcs5') === '0') omit('limits of SP 800-132');
    return ossl.pbkdf2({
      hash: from.get('digest') ?? '',
      password: octets(from, 'pass') ?? nothing,
      salt: octets(from, 'salt') ?? nothing,
      iterations: number(from, 'iter', 2048),
      length,
    });
  },
  SCRYPT: (ossl, from, length) =>
    ossl.scrypt({
      password: octets(from, 'pass') ?? nothing,
      salt: octets(from, 'salt') ?? nothing,
      N: number(from, from.has('N') ? 'N' : 'n', 0),
      r: number(from, 'r', 0),
      p: number(from, 'p', 0),
      maxMemory: from.has('maxmem_bytes')
        ? Math.min(number(from, 'maxmem_bytes', 0), 2 ** 32 - 1)
        : undefined,
      length,
    }),
  ARGON2ID: (ossl, from, length) =>
    ossl.argon2id({
      password: octets(from, 'pass') ?? nothing,
      salt: octets(from, 'salt') ?? nothing,
      secret: octets(from, 'secret'),
      associatedData: octets(from, 'ad'),
      passes: number(from, 'iter', 3),
      lanes: number(from, 'lanes', 1),
      memory: number(from, 'memcost', 8),
      length,
    }),
  HKDF: (ossl, from, length) => {
    const mode = from.get('mode') ?? 'EXTRACT_AND_EXPAND';
    if (mode !== 'EXTRACT_AND_EXPAND') omit('one half of HKDF');
    return ossl.hkdf({
      hash: from.get('digest') ?? from.get('md') ?? '',
      key: octets(from, 'key') ?? nothing,
      salt: octets(from, 'salt'),
      info: octets(from, 'info'),
      length,
    });
  },
};

const kdf: Test = async (stanza, { ossl }) => {
  const name = stanza.subject.toUpperCase().replace('ID-SCRYPT', 'SCRYPT');
  const derive = derivations[name];
  if (!derive) omit(`${name}: no such function in the API`);
  const { length } = bytes(field(stanza, 'Output'));
  await expectResult(stanza, () => derive(ossl, controls(stanza), length || 32));
};

/** The same derivations under the names of RFC 8018. */
const pbe: Test = async (stanza, { ossl }) => {
  if (field(stanza, 'Password') === 'NULL') omit('no password, which is not an empty one');
  const expected = bytes(field(stanza, 'Key'));
  const from = new Map<string, string>();
  const own = { MD: 'digest', iter: 'iter', N: 'n', r: 'r', p: 'p', maxmem: 'maxmem_bytes' };
  for (const [name, control] of Object.entries(own)) {
    const value = field(stanza, name);
    if (value !== undefined) from.set(control, value);
  }
  for (const [name, control] of [
    ['Password', 'hexpass'],
    ['Salt', 'hexsalt'],
  ] as const)
    from.set(control, Buffer.from(bytes(field(stanza, name))).toString('hex'));
  const derive = derivations[stanza.subject.toUpperCase()];
  if (!derive) omit(`${stanza.subject}: no such function in the API`);
  await expectResult(stanza, () => derive(ossl, from, expected.length || 32), expected);
};

export const hashes: Record<string, Test> = {
  Digest: digest,
  MAC: mac,
  KDF: kdf,
  PKEYKDF: kdf,
  PBE: pbe,
};
