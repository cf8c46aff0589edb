import { loadOpenSSL } from 'openssl-async/inline';

globalThis.outcome = loadOpenSSL().then(({ version }) => version);
