// What a user's project imports; compiled by each TypeScript, never run.
import { loadOpenSSL, type ByteInput, type Signer } from 'openssl-async';
import { fromHttp } from 'openssl-async/http';
import { fromPkcs11, openToken } from 'openssl-async/pkcs11';
import { fromCryptoKey } from 'openssl-async/webcrypto';
import { openPool } from 'openssl-async/workers';

export async function use(bytes: Uint8Array, input: ByteInput): Promise<Uint8Array> {
  const ossl = await loadOpenSSL({ timeSlice: 4 });
  const key = await ossl.generateKey({ algorithm: 'EC', namedCurve: 'P-256', timeout: 1000 });
  const signer: Signer = { algorithm: 'EC', publicKey: key, sign: async () => bytes };
  const held = ossl.keys.fromSigner(signer);
  const signature = await ossl.sign(held, input);
  await ossl.verify(key, signature, [bytes, new DataView(bytes.buffer)]);
  await ossl.keys.import(bytes, { password: bytes });
  // @ts-expect-error there is no such option
  await ossl.digest('SHA256', bytes, { colour: 'red' });
  // @ts-expect-error a text is no bytes
  await ossl.hmac('SHA256', 'text', bytes);
  const pool = await openPool({ size: 1 });
  await pool.run('digest', { algorithm: 'SHA256', data: bytes });
  void [fromHttp, fromPkcs11, openToken, fromCryptoKey];
  return signature;
}
