import { constants } from '../../../module/generated/boundary.js';
import { refuse } from '../../../base/checks.js';
import { Fields } from '../../encoding/fields.js';
import { fromBase64Url, toBase64Url } from './jwk-base64url.js';
import { type Form, formOf, forms, type Member } from './jwk-forms.js';
import { Key } from '../key.js';
import { type OperationOptions, type Operator } from '../../../operator/operator.js';
import { textList } from '../../../operator/text-list.js';

/**
 * A key as JSON: RFC 7517. RSA and EC (RFC 7518, and secp256k1 of RFC 8812), OKP (RFC 8037), AKP with ML-DSA (RFC
 * 9964). Members that say what the key is for (`use`, `key_ops`, `kid`) are not looked at.
 */
export interface Jwk {
  /** The kind of key: `RSA`, `EC`, `OKP` or `AKP`. */
  readonly kty?: string | undefined;
  /** EC, OKP: the curve. */
  readonly crv?: string | undefined;
  /** AKP: the algorithm, such as `ML-DSA-65`. */
  readonly alg?: string | undefined;
  /** RSA: the modulus. */
  readonly n?: string | undefined;
  /** RSA: the public exponent. */
  readonly e?: string | undefined;
  /** RSA: the private exponent. EC, OKP: the private key. */
  readonly d?: string | undefined;
  /** RSA: the first prime. */
  readonly p?: string | undefined;
  /** RSA: the second prime. */
  readonly q?: string | undefined;
  /** RSA: `d` modulo `p` - 1. */
  readonly dp?: string | undefined;
  /** RSA: `d` modulo `q` - 1. */
  readonly dq?: string | undefined;
  /** RSA: the inverse of `q` modulo `p`. */
  readonly qi?: string | undefined;
  /** RSA: further primes, which are refused. */
  readonly oth?: unknown;
  /** EC: the x coordinate. OKP: the public key. */
  readonly x?: string | undefined;
  /** EC: the y coordinate. */
  readonly y?: string | undefined;
  /** AKP: the public key. */
  readonly pub?: string | undefined;
  /** AKP: the seed of the private key. */
  readonly priv?: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** Reads a JWK, public or private. EVP_PKEY_fromdata(3) */
export async function importJwk(
  operator: Operator,
  jwk: Jwk,
  options: OperationOptions,
): Promise<Key> {
  const values = jwk as Values;
  const form = formOf(values);
  const isPrivate = form.privates.some(({ name }) => values[name] !== undefined);
  const secrets: Uint8Array[] = [];
  try {
    const publics = form.publics.map((member) => decode(member, values));
    checkSizes(form.publics, publics, publics[0]?.length ?? 0);
    if (isPrivate) for (const member of form.privates) secrets.push(decode(member, values));
    checkSizes(form.privates, secrets, publics[0]?.length ?? 0);
    const privateMembers = pack(form.privates, secrets);
    secrets.push(privateMembers);
    const { key, problem } = await operator.run(
      'key_from_members',
      {
        algorithm: form.algorithm,
        public_members: publicMembers(form, publics),
        private_members: privateMembers,
      },
      options,
    );
    if (problem !== 0) refuse(blame(form, problem));
    return new Key(operator.core, key);
  } finally {
    for (const bytes of secrets) bytes.fill(0);
  }
}

function decode({ name }: Member, values: Values): Uint8Array {
  const text = values[name];
  if (text === undefined) refuse(`The member ${name} of the JWK is missing`);
  const bytes = typeof text === 'string' ? fromBase64Url(text) : undefined;
  return bytes ?? refuse(`The member ${name} of the JWK is not Base64url without padding`);
}

/** A coordinate is as long as its curve says; a number has no zeros in front. RFC 7518, sections 2 and 6 */
function checkSizes(members: readonly Member[], values: readonly Uint8Array[], max: number): void {
  for (const [index, value] of values.entries()) {
    const { name, min = 1, size } = members[index] as Member;
    if (size !== undefined && value.length !== size)
      refuse(`The member ${name} of the JWK has ${value.length} bytes instead of ${size}`);
    if (size !== undefined) continue;
    if (value[0] === 0) refuse(`The member ${name} of the JWK begins with a zero byte`);
    if (value.length < min || value.length > Math.min(max, 2048))
      refuse(
        `The member ${name} of the JWK is a number that is too ${value.length < min ? 'small' : 'large'}`,
      );
  }
}

/** What C calls wrong: a member of RSA by its number, from 1, otherwise one of the two parts. */
function blame({ kty, privates, publics }: Form, problem: number): string {
  if (kty === 'RSA' && problem > 0) {
    const { name } = [...publics, ...privates][problem - 1] as Member;
    return `The member ${name} of the JWK does not go with the others`;
  }
  const names = publics.map(({ name }) => name).join(' and ');
  return problem === constants.OSA_PROBLEM_JWK_PUBLIC
    ? `The members ${names} of the JWK are not a public key of its curve or algorithm`
    : `The member ${privates[0]?.name ?? ''} of the JWK is not the private key of ${names}`;
}

/** How C reads them: kind, size, name, zero, value. */
function pack(members: readonly Member[], values: readonly Uint8Array[]): Uint8Array {
  const names = members.map(({ param }) => new TextEncoder().encode(`${param}\0`));
  const sizes = values.map((value, index) => (names[index]?.length ?? 0) + value.length);
  const all = new Uint8Array(sizes.reduce((sum, size) => sum + 5 + size, 0));
  const words = new DataView(all.buffer);
  let at = 0;
  for (const [index, value] of values.entries()) {
    const name = names[index] as Uint8Array;
    const size = sizes[index] as number;
    all[at] = (members[index] as Member).kind.charCodeAt(0);
    words.setUint32(at + 1, size, true);
    all.set(name, at + 5);
    all.set(value, at + 5 + name.length);
    at += 5 + size;
  }
  return all;
}

/** The curve goes first; a point goes as one, uncompressed: SEC 1, section 2.3.3. */
function publicMembers({ group, publics }: Form, values: readonly Uint8Array[]): Uint8Array {
  if (group === undefined) return pack(publics, values);
  const [x, y] = values as [Uint8Array, Uint8Array];
  const point = Uint8Array.of(4, ...x, ...y);
  return pack(
    [
      { name: 'crv', param: 'group', kind: 't' },
      { name: 'x', param: 'pub', kind: 'o' },
    ],
    [new TextEncoder().encode(`${group}\0`), point],
  );
}

/** Writes one part of a key as JWK. */
export async function exportJwk(
  operator: Operator,
  key: Key,
  isPrivate: boolean,
  options: OperationOptions,
): Promise<Jwk> {
  const isEc = key.isA('EC');
  const group = isEc ? await groupOf(operator, key, options) : undefined;
  const form = forms.find((one) => (isEc ? one.group === group : key.isA(one.algorithm)));
  if (!form) refuse('There is no JWK for keys of this algorithm or curve');
  const members = isPrivate ? [...form.publics, ...form.privates] : form.publics;
  const names = textList(members.map(({ kind, param }) => kind + param));
  const found = await operator.run('key_members', { key, names }, options);
  const list = new Fields(found.members).list;
  const jwk: Record<string, string> = { kty: form.kty, ...form.says };
  try {
    for (const [index, { name, size = 0 }] of members.entries()) {
      const [tag, bytes] = list[index] as readonly [string, Uint8Array];
      if (tag === '-') refuse(`The key has not what the member ${name} of a JWK is made of`);
      const padded = new Uint8Array(Math.max(size, bytes.length));
      padded.set(bytes, padded.length - bytes.length);
      jwk[name] = toBase64Url(padded);
      padded.fill(0);
    }
  } finally {
    for (const [, bytes] of list) bytes.fill(0);
    found.members.fill(0);
  }
  return jwk;
}

async function groupOf(operator: Operator, key: Key, options: OperationOptions): Promise<string> {
  const { members } = await operator.run(
    'key_members',
    { key, names: textList(['tgroup']) },
    options,
  );
  return new Fields(members).text('t');
}
