// Which of Node's own modules loading and a signature bring in. Node's fetch is the largest of all, and is not needed.
const before = new Set(process.moduleLoadList);
const { loadOpenSSL } = await import('openssl-async');
const ossl = await loadOpenSSL();
const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
await ossl.sign(key, new Uint8Array(3), { hash: 'SHA256' });
key.free();
console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));
