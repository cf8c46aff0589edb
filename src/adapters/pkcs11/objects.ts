import {
  createPublicKey,
  ECDH,
  type JsonWebKey,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import type { SignerAlgorithm } from '../../crypto/keys/held/signer.js';
import { CK } from './constants.js';
import { call, returnedBy, TokenError, tokenError } from './errors.js';
import { type Handle, type Library, readNumber } from './library.js';

type Module = Library['module'];

/** Where objects are looked for. */
export interface Objects {
  readonly module: Module;
  readonly session: Handle;
}

/** What names a key on a token; both, if both are given. */
export interface KeyName {
  /** `CKA_LABEL`. */
  readonly label?: string | undefined;
  /** `CKA_ID`. */
  readonly id?: Uint8Array | undefined;
}

/** A private key on a token, and what may be known of it. */
export interface PrivateKey {
  readonly handle: Handle;
  readonly algorithm: SignerAlgorithm;
  readonly curve: Curve | undefined;
  readonly publicKey: KeyObject;
  /** What its attributes allow. */
  readonly may: Readonly<Record<'sign' | 'decrypt' | 'derive', boolean>>;
  /** Whether it wants the PIN anew for each use. */
  readonly wantsPin: boolean;
  /** The only mechanisms that it may be used with; empty if any. */
  readonly mechanisms: readonly number[];
}

/** A curve, and how long its numbers are. */
export interface Curve {
  readonly algorithm: SignerAlgorithm;
  /** By JWK's name. RFC 7518, RFC 8037 */
  readonly name: string;
  /** Bytes of a coordinate, which are those of a shared secret too. */
  readonly size: number;
}

const curves: ReadonlyMap<string, Curve> = new Map(
  (
    [
      ['EC', 'P-256', 32, '2a8648ce3d030107', 'secp256r1'],
      ['EC', 'P-384', 48, '2b81040022', 'secp384r1'],
      ['EC', 'P-521', 66, '2b81040023', 'secp521r1'],
      ['Ed25519', 'Ed25519', 32, '2b6570', 'edwards25519'],
      ['Ed448', 'Ed448', 57, '2b6571', 'edwards448'],
      ['X25519', 'X25519', 32, '2b656e', 'curve25519'],
      ['X448', 'X448', 56, '2b656f', 'curve448'],
    ] as const
  ).flatMap(([algorithm, name, size, oid, curveName]) => {
    const identifier = Buffer.from(oid, 'hex');
    return [
      Buffer.of(6, identifier.length, ...identifier),
      Buffer.of(0x13, curveName.length, ...Buffer.from(curveName)),
    ].map((parameters) => [parameters.toString('hex'), { algorithm, name, size }] as const);
  }),
);

/** Finds a private key and its public key. @throws {@link TokenError} `key` */
export function findKey(objects: Objects, name: KeyName, given?: string | Uint8Array): PrivateKey {
  const handle = findOne(objects, name);
  const read = (type: number): Buffer | undefined => attribute(objects, handle, type);
  const type = readNumber(read(CK.CKA_KEY_TYPE) ?? Buffer.alloc(0));
  const parameters = type === CK.CKK_RSA ? undefined : read(CK.CKA_EC_PARAMS)?.toString('hex');
  const curve = curves.get(parameters ?? '');
  if (type !== CK.CKK_RSA && !curve)
    throw new TokenError(
      'key',
      `${describe(name)} is of a kind that can't be used here (type 0x${type.toString(16)}` +
        `${parameters ? `, parameters ${parameters}` : ''}); it must be RSA, or EC on P-256, P-384 or P-521, ` +
        'or on the curves of RFC 7748',
    );
  const may = (flag: number): boolean => read(flag)?.[0] === 1;
  return {
    handle,
    algorithm: curve?.algorithm ?? 'RSA',
    curve,
    publicKey: given === undefined ? publicKeyOf(objects, handle, name, type, curve) : parse(given),
    may: { sign: may(CK.CKA_SIGN), decrypt: may(CK.CKA_DECRYPT), derive: may(CK.CKA_DERIVE) },
    wantsPin: may(CK.CKA_ALWAYS_AUTHENTICATE),
    mechanisms: numbers(read(CK.CKA_ALLOWED_MECHANISMS)),
  };
}

function findOne(objects: Objects, { label, id }: KeyName): Handle {
  const [key, another] = find(objects, [
    { type: CK.CKA_CLASS, value: CK.CKO_PRIVATE_KEY },
    ...(label === undefined ? [] : [{ type: CK.CKA_LABEL, value: label }]),
    ...(id === undefined ? [] : [{ type: CK.CKA_ID, value: Buffer.from(id) }]),
  ]);
  const name = { label, id };
  if (!key)
    throw new TokenError('key', `There is no ${describe(name, 'private key')} on the token`);
  if (another)
    throw new TokenError(
      'key',
      `There are several of ${describe(name, 'private key')} on the token; name one by its id too`,
    );
  return key;
}

function describe({ label, id }: KeyName, what = 'The key'): string {
  const labelled = label === undefined ? '' : ` labelled ${JSON.stringify(label)}`;
  return `${what}${labelled}${id ? ` with id ${Buffer.from(id).toString('hex')}` : ''}`;
}

type Template = Parameters<Module['C_FindObjectsInit']>[1];

/** At most two: more than one is as good as many. */
function find({ module, session }: Objects, template: Template): Handle[] {
  return call('The token could not be searched', () => {
    module.C_FindObjectsInit(session, template);
    try {
      return module.C_FindObjects(session, 2);
    } finally {
      module.C_FindObjectsFinal(session);
    }
  });
}

/** An attribute; undefined if the object has none of that type, or won't tell. */
function attribute({ module, session }: Objects, object: Handle, type: number): Buffer | undefined {
  try {
    const [found] = module.C_GetAttributeValue(session, object, [{ type }]);
    return found?.value;
  } catch (error) {
    const returned = returnedBy(error);
    if (returned === 'CKR_ATTRIBUTE_TYPE_INVALID' || returned === 'CKR_ATTRIBUTE_SENSITIVE')
      return undefined;
    throw tokenError('An attribute of the key could not be read', error);
  }
}

function numbers(bytes: Buffer = Buffer.alloc(0)): number[] {
  const each = process.platform === 'win32' ? 4 : 8; // of a CK_ULONG
  return Array.from({ length: bytes.length / each }, (_, at) =>
    readNumber(bytes.subarray(at * each, (at + 1) * each)),
  );
}

/** From the key itself if it tells; else from the public key or the certificate with the same id. */
function publicKeyOf(
  objects: Objects,
  key: Handle,
  name: KeyName,
  type: number,
  curve: Curve | undefined,
): KeyObject {
  const info = attribute(objects, key, CK.CKA_PUBLIC_KEY_INFO);
  if (info?.length) return parse(info);
  const own = readPublicKey(objects, key, curve);
  if (own) return own;
  const id = attribute(objects, key, CK.CKA_ID);
  const label = attribute(objects, key, CK.CKA_LABEL);
  const same = id?.length
    ? [{ type: CK.CKA_ID, value: id }]
    : label?.length
      ? [{ type: CK.CKA_LABEL, value: label }]
      : undefined;
  if (same) {
    const publicKeys = find(objects, [
      { type: CK.CKA_CLASS, value: CK.CKO_PUBLIC_KEY },
      { type: CK.CKA_KEY_TYPE, value: type },
      ...same,
    ]);
    if (publicKeys.length > 1)
      throw new TokenError(
        'key',
        `Several public keys on the token could be that of ${describe(name, 'the key')}; pass the right one as publicKey`,
      );
    const found = publicKeys[0] && readPublicKey(objects, publicKeys[0], curve);
    if (found) return found;
    const [certificate] = find(objects, [
      { type: CK.CKA_CLASS, value: CK.CKO_CERTIFICATE },
      ...same,
    ]);
    const der = certificate && attribute(objects, certificate, CK.CKA_VALUE);
    if (der?.length) return badKey(() => new X509Certificate(der).publicKey);
  }
  throw new TokenError(
    'key',
    `The token has neither public key nor certificate of ${describe(name, 'the key')}; pass the public key as publicKey`,
  );
}

/** The public key that an object's attributes make; undefined if it has not all of them. */
function readPublicKey(
  objects: Objects,
  object: Handle,
  curve: Curve | undefined,
): KeyObject | undefined {
  if (curve) {
    const point = attribute(objects, object, CK.CKA_EC_POINT);
    return point?.length ? pointKey(curve, point) : undefined;
  }
  const modulus = attribute(objects, object, CK.CKA_MODULUS);
  const exponent = attribute(objects, object, CK.CKA_PUBLIC_EXPONENT);
  if (!modulus?.length || !exponent?.length) return undefined;
  return jwk({ kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') });
}

function pointKey(curve: Curve, given: Buffer): KeyObject {
  const { algorithm, name, size } = curve;
  if (algorithm !== 'EC') {
    const x = unwrap(given, [size]).toString('base64url');
    return jwk({ kty: 'OKP', crv: name, x });
  }
  const point = uncompressed(curve, unwrap(given, [2 * size + 1, size + 1]));
  return jwk({
    kty: 'EC',
    crv: name,
    x: point.subarray(1, size + 1).toString('base64url'),
    y: point.subarray(size + 1).toString('base64url'),
  });
}

/** A point of one of these lengths, which is an OCTET STRING by the standard, and bare with some tokens. */
function unwrap(given: Buffer, lengths: readonly number[]): Buffer {
  if (lengths.includes(given.length)) return given;
  for (const header of [2, 3])
    if (given[0] === 4 && lengths.includes(given.length - header)) return given.subarray(header);
  throw new TokenError('key', "The token's public key is not a point of its curve");
}

/** With both coordinates, as tokens and JWK have it. SEC 1 */
export function uncompressed({ name }: Curve, point: Uint8Array): Buffer {
  if (point[0] === 4) return Buffer.from(point);
  const nodes = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' }[name] ?? 'secp521r1';
  return badKey(
    () => ECDH.convertKey(point, nodes, undefined, undefined, 'uncompressed') as Buffer,
  );
}

function jwk(key: JsonWebKey): KeyObject {
  return badKey(() => createPublicKey({ key, format: 'jwk' }));
}

function parse(key: string | Uint8Array): KeyObject {
  return badKey(() =>
    typeof key === 'string'
      ? createPublicKey(key)
      : createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' }),
  );
}

function badKey<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TokenError('key', 'The public key could not be read', { cause });
  }
}
