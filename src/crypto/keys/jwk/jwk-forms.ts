import { OpenSSLError } from '../../../base/errors.js';

/** A member of a JWK that carries a number or octets. */
export interface Member {
  readonly name: string;
  /** OpenSSL's name for it: EVP_PKEY-RSA(7) and its like. */
  readonly param: string;
  /** A number, octets or a text. */
  readonly kind: 'n' | 'o' | 't';
  /** Bytes, where that is fixed. */
  readonly size?: number;
  /** Bytes at least, where it is not. */
  readonly min?: number;
}

/** One kind of key as JWK. */
export interface Form {
  readonly kty: string;
  /** The member that says which one of its `kty` it is, with its value. */
  readonly says: Readonly<Record<string, string>>;
  readonly algorithm: string;
  readonly group?: string;
  readonly publics: readonly Member[];
  readonly privates: readonly Member[];
}

const number = (name: string, param = name, min = 1): Member => ({ name, param, kind: 'n', min });

/** RFC 7518, section 6.3; from 512 bits, as OpenSSL has them. */
const rsa: Form = {
  kty: 'RSA',
  says: {},
  algorithm: 'RSA',
  publics: [number('n', 'n', 64), number('e')],
  privates: [
    number('d'),
    number('p', 'rsa-factor1'),
    number('q', 'rsa-factor2'),
    number('dp', 'rsa-exponent1'),
    number('dq', 'rsa-exponent2'),
    number('qi', 'rsa-coefficient1'),
  ],
};

/** RFC 7518, section 6.2; RFC 8812, section 3. */
const ec = (crv: string, group: string, size: number): Form => ({
  kty: 'EC',
  says: { crv },
  algorithm: 'EC',
  group,
  publics: [
    { name: 'x', param: 'qx', kind: 'n', size },
    { name: 'y', param: 'qy', kind: 'n', size },
  ],
  privates: [{ name: 'd', param: 'priv', kind: 'n', size }],
});

/** RFC 8037, section 2. */
const okp = (crv: string, size: number): Form => ({
  kty: 'OKP',
  says: { crv },
  algorithm: crv.toUpperCase(),
  publics: [{ name: 'x', param: 'pub', kind: 'o', size }],
  privates: [{ name: 'd', param: 'priv', kind: 'o', size }],
});

/** RFC 9964: the private key is the seed. */
const mlDsa = (alg: string, size: number): Form => ({
  kty: 'AKP',
  says: { alg },
  algorithm: alg,
  publics: [{ name: 'pub', param: 'pub', kind: 'o', size }],
  privates: [{ name: 'priv', param: 'seed', kind: 'o', size: 32 }],
});

export const forms: readonly Form[] = [
  rsa,
  ec('P-256', 'prime256v1', 32),
  ec('P-384', 'secp384r1', 48),
  ec('P-521', 'secp521r1', 66),
  ec('secp256k1', 'secp256k1', 32),
  okp('Ed25519', 32),
  okp('Ed448', 57),
  okp('X25519', 32),
  okp('X448', 56),
  mlDsa('ML-DSA-44', 1312),
  mlDsa('ML-DSA-65', 1952),
  mlDsa('ML-DSA-87', 2592),
];

/** @throws {@link OpenSSLError} `argument` for any other */
export function formOf(values: Readonly<Record<string, unknown>>): Form {
  const refuse = (message: string): never => {
    throw new OpenSSLError('argument', message);
  };
  const { kty, oth } = values as { kty?: unknown; oth?: unknown };
  if (kty === 'oct') refuse('The member kty of the JWK is "oct": a secret, and no key pair');
  if (oth !== undefined)
    refuse('The member oth of the JWK: more than two factors are not supported');
  const ofType = forms.filter((form) => form.kty === kty);
  if (ofType.length === 0) refuse('The member kty of the JWK must be RSA, EC, OKP or AKP');
  const found = ofType.find(({ says }) =>
    Object.entries(says).every(([name, value]) => values[name] === value),
  );
  if (found) return found;
  const [name = ''] = Object.keys(ofType[0]?.says ?? {});
  const known = ofType.map(({ says }) => says[name]).join(', ');
  return refuse(`The member ${name} of the JWK must be one of ${known}`);
}
