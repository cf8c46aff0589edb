// A signing service on loopback with one RSA key, for openssl-async/http, which tells what it is asked: each POST
// brings a SHA-256 to be signed with PKCS#1 v1.5. It runs as a process of its own and tells its parent where it is.
// A real one asks who is calling, keeps its key in hardware and speaks TLS.
import { constants, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';

const MAX_REQUEST = 65_536;
/** The DER in front of a SHA-256 in a DigestInfo: RFC 8017, section 9.2. */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
let requests = 0;

const server = createServer((request, response) => {
  const reply = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  answer(request).then(
    (result) => {
      requests++;
      reply(200, { result: result.toString('base64') });
    },
    (error) => {
      reply(400, { error: error.message });
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  process.send({
    url: `http://127.0.0.1:${server.address().port}/keys/authority`,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
  });
});
process.on('message', () => {
  process.send({ requests });
});
process.on('disconnect', () => {
  process.exit(); // whoever started this is gone
});

async function answer(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request) {
    text += piece;
    if (text.length > MAX_REQUEST) throw new Error('The request is too long');
  }
  const { data, hash, operation, padding, prehashed } = JSON.parse(text);
  const digest = Buffer.from(data, 'base64');
  const isKnown = operation === 'sign' && hash === 'SHA256' && padding === 'pkcs1' && prehashed;
  if (!isKnown || digest.length !== 32)
    throw new Error('This service signs SHA-256 digests with PKCS#1 v1.5, and does nothing else');
  const encoded = Buffer.concat([SHA256_PREFIX, digest]);
  return privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, encoded);
}
