// A project without "type": "module", so this becomes CommonJS.
import { loadOpenSSL, type OpenSSL } from 'openssl-async';

const main = async (): Promise<void> => {
  const ossl: OpenSSL = await loadOpenSSL();
  console.log(ossl.version);
};
void main();
