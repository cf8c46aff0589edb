// Keys that the garbage collector takes, which Node runs when it is told to.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { loadOpenSSL, type OpenSSL } from '../../src/index.js';
import { readFile } from 'node:fs/promises';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const module = await WebAssembly.compile(
  await readFile(new URL('../../dist/openssl-async.wasm', import.meta.url)),
);

async function loseKeys(ossl: OpenSSL, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await ossl.generateKey({ algorithm: 'Ed25519' });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    collect();
    await new Promise((next) => setTimeout(next, 5));
  }
}

test.each([false, true])(
  'they are freed, and onError is told once; traced: %s',
  async (traceKeys) => {
    const told: Error[] = [];
    const onError = (error: unknown): number => told.push(error as Error);
    const ossl = await loadOpenSSL({ module, traceKeys, onError });
    const kept = await ossl.generateKey({ algorithm: 'Ed25519' });
    await loseKeys(ossl, 5);
    await until(() => ossl.stats().keys.collected === 5);
    expect(ossl.stats().keys).toEqual({ live: 1, collected: 5 });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ name: 'OpenSSLError', code: 'leak' });
    expect(told[0]?.message).toMatch(traceKeys ? /generateKey|generate-key/ : /traceKeys: true/);
    expect(kept.publicToPem()).toContain('PUBLIC KEY');
    kept.free();
  },
);

test('a key that an operation uses is kept until that has ended', async () => {
  const told: unknown[] = [];
  const ossl = await loadOpenSSL({ module, onError: (error) => told.push(error) });
  let answer: ((signature: Uint8Array) => void) | undefined;
  const own = await ossl.generateKey({ algorithm: 'Ed25519' });
  const asked = new Promise<Uint8Array>((given) => {
    answer = given;
  });
  const signing = ossl.sign(
    ossl.keys.fromSigner({ algorithm: 'Ed25519', publicKey: own, sign: () => asked }),
    new Uint8Array(3),
  );
  for (let turn = 0; turn < 10; turn++) {
    collect();
    await new Promise((next) => setTimeout(next, 2));
  }
  expect(ossl.stats().keys).toEqual({ live: 2, collected: 0 });
  answer?.(await ossl.sign(own, new Uint8Array(3)));
  expect(await signing).toHaveLength(64);
  await until(() => ossl.stats().keys.collected === 1);
  own.free();
  expect(ossl.stats()).toMatchObject({ keys: { live: 0 }, references: 0 });
});
