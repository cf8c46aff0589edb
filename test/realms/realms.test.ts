// Bytes, modules, dates and responses of another realm, and streams of Node's.
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { loadOpenSSL, type OpenSSL } from '../../src/index.js';

const file = new URL('../../dist/openssl-async.wasm', import.meta.url);
const text = new TextEncoder().encode('abc');
let ossl: OpenSSL;

/** The value of an expression in a realm of its own. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test says what the expression is
function alien<T>(expression: string, known: object = {}): T {
  return runInNewContext(expression, { ...known }) as T;
}

beforeAll(async () => {
  ossl = await loadOpenSSL({ module: await readFile(file) });
});

test('bytes of another realm are bytes', async () => {
  using key = await ossl.generateKey({ algorithm: 'Ed25519' });
  const forms = [
    'new Uint8Array([97, 98, 99])',
    'new Uint8Array([97, 98, 99]).buffer',
    'new DataView(new Uint8Array([97, 98, 99]).buffer)',
    '[new Uint8Array([97]), new Uint8Array([98, 99])]',
  ];
  for (const form of forms) {
    const given = alien<Uint8Array>(form);
    expect(await ossl.digest('SHA256', given)).toEqual(await ossl.digest('SHA256', text));
    expect(await ossl.hmac('SHA256', given, given)).toEqual(await ossl.hmac('SHA256', text, text));
    expect(await ossl.verify(key, await ossl.sign(key, given), text)).toBe(true);
  }
  using imported = await ossl.keys.import(
    alien<Uint8Array>('Uint8Array.from(der)', { der: [...key.toDer()] }),
  );
  expect(imported.equals(key)).toBe(true);
  using held = ossl.keys.fromSigner({
    algorithm: 'Ed25519',
    publicKey: key,
    sign: async (data) =>
      alien('Uint8Array.from(bytes)', { bytes: [...(await ossl.sign(key, data))] }),
  });
  expect(await ossl.verify(key, await ossl.sign(held, text), text)).toBe(true);
  const certificate = await ossl.x509.createCertificate({
    subject: { CN: 'x' },
    issuerKey: key,
    notBefore: alien('new Date(0)'),
    notAfter: alien('new Date(2e12)'),
  });
  expect(
    await ossl.x509.verify(certificate, { trusted: [certificate], at: alien('new Date(1e12)') }),
  ).toMatchObject({ valid: true });
});

test('a module of another realm is a module, and so are its bytes', async () => {
  const bytes = await readFile(file);
  for (const form of [
    'new WebAssembly.Module(bytes)',
    'Uint8Array.from(bytes)',
    'Uint8Array.from(bytes).buffer',
  ]) {
    const loaded = await loadOpenSSL({ module: alien(form, { bytes }) });
    expect(await loaded.digest('SHA256', text)).toHaveLength(32);
  }
  const response = { ok: true, status: 200, url: '', body: null, bodyUsed: false };
  const headers = { get: () => 'application/wasm' };
  const loaded = await loadOpenSSL({
    module: {
      ...response,
      headers,
      arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
    },
  });
  expect(loaded.version).toContain('OpenSSL');
});

test('reasons of another realm say what they say', async () => {
  const abort = new AbortController();
  abort.abort(alien("Object.assign(new Error('late'), { name: 'TimeoutError' })"));
  await expect(ossl.digest('SHA256', text, { signal: abort.signal })).rejects.toMatchObject({
    code: 'timeout',
  });
});

test('streams and Buffers of Node are bytes', async () => {
  const expected = await ossl.digest('SHA256', text);
  expect(await ossl.digest('SHA256', Buffer.from('abc'))).toEqual(expected);
  expect(await ossl.digest('SHA256', Readable.from([Buffer.from('ab'), Buffer.from('c')]))).toEqual(
    expected,
  );
  expect(await ossl.hmac('SHA256', Readable.from([text]), Readable.from([text]))).toHaveLength(32);
});

test.each(['digest', 'keys.import'])(
  '%s: who cancels closes the stream that is read, of Node too',
  async (name) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('abc');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as net.AddressInfo;
    for (const toWeb of [false, true]) {
      const socket = net.connect(port, '127.0.0.1');
      const source = (toWeb ? Readable.toWeb(socket) : socket) as AsyncIterable<Uint8Array>;
      const closed = new Promise((done) => socket.once('close', done));
      const run =
        name === 'digest'
          ? ossl.digest('SHA256', source, { timeout: 50 })
          : ossl.keys.import(source, { timeout: 50 });
      await expect(run).rejects.toMatchObject({ code: 'timeout' });
      await closed;
      expect(socket.destroyed).toBe(true);
    }
    server.close();
  },
);
