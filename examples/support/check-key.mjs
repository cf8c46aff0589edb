// A second opinion: Node's own crypto, which is another build of another OpenSSL, looks at what ours made.
import { checkPrime, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

const isPrime = promisify(checkPrime);

/** The number behind a field of a JSON Web Key. */
function toNumber(field) {
  return BigInt(`0x${Buffer.from(field, 'base64url').toString('hex')}`);
}

/**
 * Checks an RSA key pair in PEM.
 *
 * @returns the names of the checks that passed
 * @throws Error that names those that did not
 */
export async function checkKey(privatePem, publicPem, bits) {
  const privateKey = createPrivateKey(privatePem);
  const publicKey = createPublicKey(publicPem);
  const [n, p, q] = ['n', 'p', 'q'].map((name) =>
    toNumber(privateKey.export({ format: 'jwk' })[name]),
  );
  const message = Buffer.from('signed with the private key, verified with the public one');
  const checks = {
    [`the modulus has ${bits} bits`]: privateKey.asymmetricKeyDetails.modulusLength === bits,
    'p and q are prime': (await isPrime(p)) && (await isPrime(q)),
    'p · q = n': p * q === n,
    'a signature verifies': verify(
      'sha256',
      message,
      publicKey,
      sign('sha256', message, privateKey),
    ),
  };
  const failed = Object.keys(checks).filter((name) => !checks[name]);
  if (failed.length > 0)
    throw new Error(`node:crypto rejects the key: not so: ${failed.join(', ')}`);
  return Object.keys(checks);
}
