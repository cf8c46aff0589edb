// The README's examples run as they stand there.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { softHsm } from '../support/softhsm.js';
import { node, root } from './child.js';

const readme = readFileSync(new URL('README.md', root), 'utf8');
const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code as string);

function run(code: string | undefined, env: Readonly<Record<string, string | undefined>> = {}) {
  return node(['--input-type=module', '-'], { env, input: code ?? 'throw new Error("missing")' });
}

test('the README has six examples', () => {
  expect(examples).toHaveLength(6);
});

test('its first example generates three keys while the event loop goes on', async () => {
  const { status, stderr, stdout } = await run(examples[0]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('the event loop goes on');
  expect(stdout.match(/^-----BEGIN PUBLIC KEY-----$/gm)).toHaveLength(3);
});

test('its second example waits for a handle', async () => {
  expect(await run(examples[1])).toEqual({ status: 0, stderr: '', stdout: '42 kWh\n' });
});

test('its third example makes a request with a key that WebCrypto holds', async () => {
  const { status, stderr, stdout } = await run(examples[2]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
});

test('its fourth example signs with a key on a token', async () => {
  const token = softHsm({ label: 'archive' });
  try {
    token.generate('P-256', { label: 'seal' });
    const env = {
      PKCS11_LIBRARY: token.library,
      PKCS11_PIN: token.pin,
      SOFTHSM2_CONF: process.env['SOFTHSM2_CONF'],
    };
    const stdout = '3 signatures, archive\n';
    expect(await run(examples[3], env)).toEqual({ status: 0, stderr: '', stdout });
  } finally {
    token.remove();
  }
});

test('its fifth example writes keys and a file, and reads them', async () => {
  const { status, stderr, stdout } = await run(examples[4]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^true \{\s+kty: 'OKP',\s+crv: 'Ed25519',\s+x: '/);
});

test('its sixth example signs a stream and verifies it', async () => {
  expect(await run(examples[5])).toEqual({ status: 0, stderr: '', stdout: 'a long letter\n' });
});

test('every file that a document links to is there', () => {
  for (const document of [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'docs/ARCHITECTURE.md',
    'docs/manual-pages.md',
  ]) {
    const url = new URL(document, root);
    const links = readFileSync(url, 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g);
    for (const [, path] of links)
      expect(() => readFileSync(new URL(`${path}`, url)), `${document}: ${path}`).not.toThrow(
        /ENOENT/,
      );
  }
});
