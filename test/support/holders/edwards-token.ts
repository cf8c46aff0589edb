// Tokens write keys on the curves of RFC 7748 in several ways, and SoftHSM in one of them. This is a token that writes
// them as it is told: the functions that the adapter calls, over a key of Node's crypto.
import { createPublicKey, diffieHellman, type KeyObject, sign } from 'node:crypto';
import type pkcs11js from 'pkcs11js';
import { CK } from '../../../src/adapters/pkcs11/constants.js';

interface Attribute {
  type: number;
  value?: unknown;
}
interface Mechanism {
  mechanism: number;
  parameter?: { kdf: number; publicData: Buffer };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** How a token writes the parameters and the point of a key. */
export interface Encoding {
  readonly type: number;
  readonly parameters: string;
  /** Whether the point is in an OCTET STRING. */
  readonly wrapped: boolean;
}

const handles = { private: Buffer.of(1), public: Buffer.of(2), secret: Buffer.of(3) };

export class EdwardsToken {
  readonly #key: KeyObject;
  readonly #encoding: Encoding;
  #found: Buffer[] = [];
  #begun: Mechanism | undefined;
  #secret: Buffer | undefined;

  constructor(privateKey: KeyObject, encoding: Encoding) {
    this.#key = privateKey;
    this.#encoding = encoding;
  }

  /** As the adapter sees it. */
  get module(): pkcs11js.PKCS11 {
    return this as unknown as pkcs11js.PKCS11;
  }

  get isEmpty(): boolean {
    return this.#secret === undefined && this.#begun === undefined;
  }

  C_FindObjectsInit(_session: Buffer, template: readonly Attribute[]): void {
    const type = template.find((one) => one.type === CK.CKA_CLASS)?.value;
    this.#found = [
      ...(type === CK.CKO_PRIVATE_KEY ? [handles.private] : []),
      ...(type === CK.CKO_PUBLIC_KEY ? [handles.public] : []),
    ];
  }

  C_FindObjects(): Buffer[] {
    return this.#found;
  }

  C_FindObjectsFinal(): void {
    this.#found = [];
  }

  C_GetAttributeValue(_session: Buffer, object: Buffer, [wanted]: [Attribute]): Attribute[] {
    const value = this.#attribute(object, wanted.type);
    if (!value) throw new Error('CKR_ATTRIBUTE_TYPE_INVALID:18');
    return [{ type: wanted.type, value }];
  }

  #attribute(object: Buffer, type: number): Buffer | undefined {
    if (object === handles.secret) return type === CK.CKA_VALUE ? this.#secret : undefined;
    const derives = this.#key.asymmetricKeyType?.startsWith('x') ?? false;
    const isPrivate = object === handles.private;
    switch (type) {
      case CK.CKA_KEY_TYPE:
        return number(this.#encoding.type);
      case CK.CKA_ID:
        return Buffer.of(7);
      case CK.CKA_EC_PARAMS:
        return Buffer.from(this.#encoding.parameters, 'hex');
      case CK.CKA_EC_POINT:
        return isPrivate ? undefined : this.#point();
      case CK.CKA_SIGN:
        return isPrivate ? Buffer.of(derives ? 0 : 1) : undefined;
      case CK.CKA_DERIVE:
        return isPrivate ? Buffer.of(derives ? 1 : 0) : undefined;
      default:
        return undefined;
    }
  }

  #point(): Buffer {
    const { x = '' } = createPublicKey(this.#key).export({ format: 'jwk' });
    const point = Buffer.from(x, 'base64url');
    return this.#encoding.wrapped ? Buffer.concat([Buffer.of(4, point.length), point]) : point;
  }

  C_SignInit(_session: Buffer, mechanism: Mechanism): void {
    if (mechanism.mechanism !== CK.CKM_EDDSA || mechanism.parameter)
      throw new Error('CKR_MECHANISM_INVALID:112');
    this.#begun = mechanism;
  }

  C_SignAsync(_session: Buffer, input: Buffer, out: Buffer): Promise<Buffer> {
    if (!this.#begun) throw new Error('CKR_OPERATION_NOT_INITIALIZED:145');
    this.#begun = undefined;
    const signature = sign(null, input, this.#key);
    if (signature.length > out.length) throw new Error('CKR_BUFFER_TOO_SMALL:336');
    signature.copy(out);
    return Promise.resolve(out.subarray(0, signature.length));
  }

  C_DeriveKeyAsync(
    _session: Buffer,
    { mechanism, parameter }: Mechanism,
    _key: Buffer,
    template: readonly Attribute[],
  ): Promise<Buffer> {
    if (mechanism !== CK.CKM_ECDH1_DERIVE || parameter?.kdf !== CK.CKD_NULL)
      throw new Error('CKR_MECHANISM_PARAM_INVALID:113');
    const { crv = '' } = this.#key.export({ format: 'jwk' });
    const x = parameter.publicData.toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv, x }, format: 'jwk' });
    const secret = diffieHellman({ privateKey: this.#key, publicKey });
    const size = template.find((one) => one.type === CK.CKA_VALUE_LEN)?.value;
    if (size !== secret.length) throw new Error('CKR_ATTRIBUTE_VALUE_INVALID:19');
    this.#secret = secret;
    return Promise.resolve(handles.secret);
  }

  C_DestroyObject(_session: Buffer, object: Buffer): void {
    if (object !== handles.secret) throw new Error('CKR_OBJECT_HANDLE_INVALID:130');
    this.#secret = undefined;
  }
}
