import { loadOpenSSL } from 'openssl-async';

loadOpenSSL().then(({ version }) => console.log(version));
