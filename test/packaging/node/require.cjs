const { loadOpenSSL } = require('openssl-async');

loadOpenSSL().then(({ version }) => console.log(version));
