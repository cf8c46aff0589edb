import type { Key } from '../../crypto/keys/key.js';
import type {
  DecryptRequest,
  DeriveRequest,
  Signer,
  SignRequest,
} from '../../crypto/keys/held/signer.js';
import type { OpenSSL } from '../../openssl.js';
import { SigningServiceError, toBase64 } from './answer.js';
import type { HttpSignerOperation, HttpSignerOptions } from './options.js';
import { Service } from './service.js';

export type { HttpSignerOperation, HttpSignerOptions };
export { SigningServiceError };

/**
 * A signer whose private key is held by a service: each operation is one POST request with JSON, answered
 * with JSON. Bytes are in base64, padded and without line breaks (RFC 4648 section 4). A signature:
 *
 * ```http
 * POST /keys/7 HTTP/1.1
 * Content-Type: application/json
 *
 * {"operation":"sign","algorithm":"RSA","data":"n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
 *  "hash":"SHA256","prehashed":true,"padding":"pss","mgf1Hash":"SHA256","saltLength":32}
 *
 * HTTP/1.1 200 OK
 * Content-Type: application/json
 *
 * {"result":"KyXUE3zGkQ…"}
 * ```
 *
 * | operation | the request's other members | `result` |
 * | --- | --- | --- |
 * | `sign` | `algorithm`, `data`, `prehashed`; as needed `hash`, `padding`, `mgf1Hash`, `saltLength`, `context` (base64): see {@link SignRequest} | the signature |
 * | `decrypt` | `data`, `padding`; with OAEP `hash`, `mgf1Hash`, `label` (base64): see {@link DecryptRequest} | the plaintext, or `null` if the PKCS#1 v1.5 padding is wrong |
 * | `derive` | `data`: the peer's encoded public key; `spki`: the same as SubjectPublicKeyInfo | the shared secret |
 *
 * Any status but 200 is a failure, which the service may explain with `{"error":"text"}`. After 429 and
 * 503, and when the connection fails, the request is sent again: after as long as `Retry-After` says
 * (RFC 9110 section 10.2.3), otherwise after a random part of 0.3 s, 0.6 s, 1.2 s and so on. So the
 * service may do an operation more than once. Redirects are not followed, and of an answer no more than
 * 64 KiB is read.
 *
 * When `signal` of an operation fires, its promise rejects with the signal's reason at once, in a request
 * as well as between two, and nothing is sent any more; the service may have done its work all the same.
 * Otherwise it rejects with what `headers` threw, or with
 * - {@link SigningServiceError} if the service answered with another status than 200 (`status` tells which),
 *   could not be reached (the network's error is the `cause`), gave no answer before the deadline, or
 *   gave one that is too long, not JSON, not of the form above, or not in base64;
 * - `TypeError` if `headers` are not valid.
 *
 * No message holds anything of a request; the service's own text is cut at 200 characters.
 *
 * @returns a signer for `ossl.keys.fromSigner`, which may be used any number of times at once
 * @throws TypeError if `url` is not a URL, or one that is refused (see {@link HttpSignerOptions.url}), or if
 *   `operations` names another operation
 * @throws RangeError if `retries` or `deadline` is out of range
 */
export function httpSigner(options: HttpSignerOptions): Signer {
  const service = new Service(options);
  const { operations = ['sign'], algorithm } = options;
  for (const operation of operations)
    if (!['sign', 'decrypt', 'derive'].includes(operation))
      throw new TypeError('The operations must be "sign", "decrypt" or "derive"');
  return {
    algorithm,
    publicKey: options.publicKey,
    ecdsaFormat: options.ecdsaFormat,
    hash: options.hash,
    padding: options.padding,
    sign: operations.includes('sign')
      ? (data, { signal, context, ...request }: SignRequest) =>
          service.bytes(signal, {
            operation: 'sign',
            algorithm,
            data: toBase64(data),
            hash: request.hash,
            prehashed: request.prehashed,
            padding: request.padding,
            mgf1Hash: request.mgf1Hash,
            saltLength: request.saltLength,
            context: context && toBase64(context),
          })
      : undefined,
    decrypt: operations.includes('decrypt')
      ? (data, { signal, label, ...request }: DecryptRequest) =>
          service.plaintext(signal, {
            operation: 'decrypt',
            data: toBase64(data),
            padding: request.padding,
            hash: request.hash,
            mgf1Hash: request.mgf1Hash,
            label: label && toBase64(label),
          })
      : undefined,
    derive: operations.includes('derive')
      ? (peer, { signal, spki }: DeriveRequest) =>
          service.bytes(signal, {
            operation: 'derive',
            data: toBase64(peer),
            spki: toBase64(spki),
          })
      : undefined,
  };
}

/**
 * A key of an instance whose private operations are done by a service: {@link httpSigner} tells how it is
 * asked, how failures are dealt with, and what an operation with the key can fail with.
 *
 * @returns `ossl.keys.fromSigner(httpSigner(options))`, to be freed by the caller
 * @throws what {@link httpSigner} and `ossl.keys.fromSigner` throw
 */
export function fromHttp(ossl: OpenSSL, options: HttpSignerOptions): Key {
  return ossl.keys.fromSigner(httpSigner(options));
}
