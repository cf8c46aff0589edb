// What Node's crypto says to a result. It runs in the Node that runs everything, and as a process of its own in the
// newest, which knows ML-DSA.
import {
  constants,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  publicEncrypt,
  verify,
} from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Whether this Node can read a public key. */
export function knows({ publicKey }) {
  try {
    createPublicKey(publicKey);
    return true;
  } catch {
    return false;
  }
}

export function verifies({ data, kind, publicKey, signature }) {
  const { hash, saltLength } = kind;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  const key = { key: createPublicKey(publicKey), ...(saltLength === undefined ? {} : pss) };
  return verify(hash, data, key, signature);
}

/** Encrypts to an RSA key; `hash` says that it is OAEP. */
export function encrypts({ data, hash, publicKey }) {
  const how =
    hash === undefined
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash };
  return publicEncrypt({ key: createPublicKey(publicKey), ...how }, data);
}

export function derives({ privateKey, publicKey }) {
  return diffieHellman({
    privateKey: createPrivateKey(privateKey),
    publicKey: createPublicKey(publicKey),
  });
}

const checks = { knows, verifies, encrypts, derives };

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.on('message', ({ argument, id, name }) => {
    try {
      process.send({ id, result: checks[name](argument) });
    } catch (error) {
      process.send({ id, error: error.message });
    }
  });
  process.on('disconnect', () => process.exit());
}
