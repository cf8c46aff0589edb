// A program that has to be one file has the module in it.
import { loadOpenSSL } from 'openssl-async/inline';

loadOpenSSL().then(async (ossl) => {
  const key = await ossl.generateKey({ algorithm: 'Ed25519' });
  const data = new Uint8Array(3);
  console.log(ossl.version, await ossl.verify(key, await ossl.sign(key, data), data));
  key.free();
});
