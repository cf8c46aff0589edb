// The package as it is published: dist/index.js, which finds the module beside itself.
import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type * as Package from '../../src/index.js';

const dist = new URL('../../dist/', import.meta.url);
const wasm = new URL('openssl-async.wasm', dist);
const { loadOpenSSL } = (await import(new URL('index.js', dist).href)) as typeof Package;

/** A program in a process of its own. */
function run(program: string): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
}

describe('the package', () => {
  test('finds its own module', async () => {
    const ossl = await loadOpenSSL();
    expect(ossl.version).toMatch(/^OpenSSL 3\.5\./);
    expect(await ossl.run(() => 'runs')).toBe('runs');
  });

  test('takes a file: URL, as text or as an object', async () => {
    for (const module of [wasm, wasm.href])
      expect((await loadOpenSSL({ module })).isCapable()).toBe(true);
  });

  test('a file that is not there is a load error that names it', async () => {
    const module = new URL('none.wasm', dist);
    await expect(loadOpenSSL({ module })).rejects.toMatchObject({
      code: 'load',
      message: `${module.href} could not be read`,
      cause: { code: 'ENOENT' },
    });
  });

  test('a copy without its module says which file it misses', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openssl-async-'));
    try {
      const copy = join(folder, 'index.mjs');
      await copyFile(new URL('index.js', dist), copy);
      const { stdout } = await run(`
        import { loadOpenSSL } from ${JSON.stringify(pathToFileURL(copy).href)};
        await loadOpenSSL().catch(({ code, message }) => console.log(code, message));
      `);
      expect(stdout).toMatch(/^load file:.*openssl-async\.wasm could not be read\n$/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('takes an http: URL, whatever type the server names, and reports its status', async () => {
    const bytes = await readFile(wasm);
    const server = createServer(({ url }, response) => {
      if (url === '/none') response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': `${url?.slice(1)}` }).end(bytes);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      for (const type of ['application/wasm', 'application/octet-stream', 'text/plain'])
        expect((await loadOpenSSL({ module: `${base}/${type}` })).isCapable()).toBe(true);
      expect((await loadOpenSSL({ module: fetch(`${base}/application/wasm`) })).isCapable()).toBe(
        true,
      );
      await expect(loadOpenSSL({ module: `${base}/none` })).rejects.toMatchObject({
        code: 'load',
        message: `Fetching ${base}/none failed with status 404`,
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    await expect(loadOpenSSL({ module: `${base}/gone` })).rejects.toMatchObject({
      code: 'load',
      message: `Fetching ${base}/gone failed; is the .wasm file served there?`,
    });
  });

  test('does nothing when it is imported, and lets the process end when its work is done', async () => {
    const { stderr, stdout } = await run(`
      import { loadOpenSSL } from ${JSON.stringify(new URL('index.js', dist).href)};
      const ossl = await loadOpenSSL();
      await ossl.run(async (job) => { await job.pause(); }, { timeout: 60_000 });
      console.log('end');
    `);
    expect([stdout, stderr]).toEqual(['end\n', '']);
  });

  test('a key that it generates is one to node:crypto, in each form', async () => {
    const ossl = await loadOpenSSL();
    for (const bits of [1024, 1536, 2048]) {
      using key = await ossl.generateKey({ algorithm: 'RSA', bits });
      const privateKey = createPrivateKey(key.toPem());
      const publicKey = createPublicKey(key.publicToPem());
      expect(privateKey.asymmetricKeyDetails).toMatchObject({
        modulusLength: bits,
        publicExponent: 65537n,
      });
      const der = { format: 'der', type: 'pkcs8' } as const;
      expect(createPrivateKey({ key: Buffer.from(key.toDer()), ...der }).equals(privateKey)).toBe(
        true,
      );
      const spki = { key: Buffer.from(key.publicToDer()), format: 'der', type: 'spki' } as const;
      expect(createPublicKey(spki).equals(publicKey)).toBe(true);
      const data = Buffer.from('signed by the one, verified by the other');
      expect(verify('sha256', data, publicKey, sign('sha256', data, privateKey))).toBe(true);
    }
  });
});
