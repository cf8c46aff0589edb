// Takes apart what was signed: the bytes, the signature over them and the algorithm that the structure names, so that
// Node's crypto, which reads no requests, revocation lists and messages, can verify the signature.
import { createHash } from 'node:crypto';
import * as asn1 from 'asn1js';

/** How a signature is made, in the words of node:crypto. */
export interface SignatureKind {
  /** Null for EdDSA and ML-DSA. */
  readonly hash: string | null;
  /** RSA-PSS: bytes of salt. */
  readonly saltLength?: number;
}

/** Bytes, and a signature over them. */
export interface Signed {
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
  readonly kind: SignatureKind;
}

const rsaPss = '1.2.840.113549.1.1.10';
const rsaEncryption = '1.2.840.113549.1.1.1';

const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  '2.16.840.1.101.3.4.2.12': 'shake256',
};

/** Signature algorithms that name their hash, or have their own. */
const signatures: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256', // with RSA
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '2.16.840.1.101.3.4.3.14': 'sha3-256',
  '1.2.840.10045.4.3.2': 'sha256', // with ECDSA
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '2.16.840.1.101.3.4.3.10': 'sha3-256',
  '2.16.840.1.101.3.4.3.11': 'sha3-384',
  '2.16.840.1.101.3.4.3.12': 'sha3-512',
  '1.3.101.112': null, // Ed25519
  '1.3.101.113': null, // Ed448
  '2.16.840.1.101.3.4.3.17': null, // ML-DSA-44
  '2.16.840.1.101.3.4.3.18': null,
  '2.16.840.1.101.3.4.3.19': null,
};

/** A certificate, a request, a revocation list: SIGNED of RFC 5912. */
export function signedStructure(der: Uint8Array): Signed {
  const [data, algorithm, signature] = parts(parse(der));
  if (!data || !(signature instanceof asn1.BitString)) throw new Error('This is not SIGNED');
  return {
    data: data.valueBeforeDecodeView,
    signature: signature.valueBlock.valueHexView,
    kind: kindOf(algorithm),
  };
}

/**
 * A message with one signer: RFC 5652, section 5. With signed attributes the signature is over those, and the content's
 * digest has to be among them.
 */
export function signedMessage(der: Uint8Array, content: Uint8Array): Signed {
  const [, wrapped] = parts(parse(der));
  const [signedData] = parts(wrapped);
  const [signer, more] = parts(parts(signedData).at(-1));
  if (more) throw new Error('The message has several signers');
  const fields = parts(signer).slice(2); // behind version and sid
  const attributes = fields.find((field) => field.idBlock.tagClass === 3);
  const [digestAlgorithm, signatureAlgorithm, signature] = fields.filter(
    (field) => field !== attributes,
  );
  if (!(signature instanceof asn1.OctetString)) throw new Error('This is not a SignerInfo');
  const digest = digestName(digestAlgorithm);
  const signed = {
    signature: signature.valueBlock.valueHexView,
    kind: kindOf(signatureAlgorithm, digest),
  };
  if (!attributes) return { ...signed, data: content };
  checkDigest(attributes, digest, content);
  // in the message they are [0], but it is a SET that is signed: section 5.4
  const set = attributes.valueBeforeDecodeView.slice();
  set[0] = 0x31;
  return { ...signed, data: set };
}

function checkDigest(attributes: asn1.BaseBlock, digest: string, content: Uint8Array): void {
  const values = parts(attributes)
    .map((attribute) => parts(attribute))
    .find(([type]) => oid(type) === '1.2.840.113549.1.9.4')?.[1];
  const [found] = parts(values);
  const length = digest === 'shake256' ? { outputLength: 64 } : {}; // RFC 8702
  const wanted = createHash(digest, length).update(content).digest();
  if (!(found instanceof asn1.OctetString) || !wanted.equals(found.valueBlock.valueHexView))
    throw new Error("The digest among the signed attributes is not the content's");
}

function kindOf(algorithm: asn1.BaseBlock | undefined, digest?: string): SignatureKind {
  const [type, parameters] = parts(algorithm);
  const name = oid(type);
  if (name === rsaPss) return pssKind(parameters);
  if (name === rsaEncryption && digest !== undefined) return { hash: digest };
  const hash = signatures[name];
  if (hash === undefined) throw new Error(`The signature algorithm is ${name}`);
  return { hash };
}

/** RSASSA-PSS-params: RFC 4055. What is left out is SHA-1, which nothing here is made with. */
function pssKind(parameters: asn1.BaseBlock | undefined): SignatureKind {
  const [hash, mask, salt] = [0, 1, 2].map((tag) => {
    const field = parts(parameters).find((one) => one.idBlock.tagNumber === tag);
    return field && parts(field)[0];
  });
  const name = digestName(hash);
  if (digestName(parts(mask)[1]) !== name) throw new Error('PSS has one hash, MGF1 another');
  if (!(salt instanceof asn1.Integer)) throw new Error('PSS has no salt length');
  return { hash: name, saltLength: salt.valueBlock.valueDec };
}

function digestName(algorithm: asn1.BaseBlock | undefined): string {
  const name = digests[oid(parts(algorithm)[0])];
  if (name === undefined) throw new Error('The structure names another digest than expected');
  return name;
}

function oid(block: asn1.BaseBlock | undefined): string {
  return block instanceof asn1.ObjectIdentifier ? block.getValue() : '';
}

/** What a constructed value holds; nothing for others. */
function parts(block: asn1.BaseBlock | undefined): asn1.BaseBlock[] {
  return block instanceof asn1.Constructed ? block.valueBlock.value : [];
}

function parse(der: Uint8Array): asn1.BaseBlock {
  const { offset, result } = asn1.fromBER(der);
  if (offset !== der.length) throw new Error(`This is not DER: ${result.error}`);
  return result;
}
