// CMS messages with held keys: the openssl command verifies and reads what is made here, and the other way round.
import { execFileSync } from 'node:child_process';
import {
  constants,
  createPrivateKey,
  diffieHellman,
  createPublicKey,
  privateDecrypt,
  sign,
} from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { COMMAND } from '../support/openssl-command.js';
import { type Certificate, type Key, OpenSSL, type Signer } from '../../src/index.js';

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const ossl = new OpenSSL(module);
const content = new TextEncoder().encode('to whom it may concern\n');
const folder = mkdtempSync(join(tmpdir(), 'openssl-async-cms-'));
const file = (name: string): string => join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Party {
  readonly name: string;
  readonly key: Key;
  readonly certificate: Certificate;
  readonly asked: { times: number };
}

/** A certificate made here, of a key that Node's crypto holds. */
async function party(algorithm: 'RSA' | 'EC' | 'Ed25519'): Promise<Party> {
  const own = await (algorithm === 'RSA'
    ? ossl.generateKey({ algorithm, bits: 2048 })
    : algorithm === 'EC'
      ? ossl.generateKey({ algorithm, curve: 'P-256' })
      : ossl.generateKey({ algorithm }));
  const privateKey = createPrivateKey(own.toPem());
  writeFileSync(file(`${algorithm}.key`), own.toPem());
  const asked = { times: 0 };
  const isEd = algorithm === 'Ed25519';
  const signer: Signer = {
    algorithm,
    publicKey: own,
    input: 'digest',
    sign: (data, { hash, prehashed }) => {
      asked.times++;
      if (isEd) return sign(null, data, privateKey);
      expect(prehashed).toBe(true);
      return signDigest(algorithm, own, data, hash ?? '');
    },
    ...(algorithm === 'RSA' && {
      decrypt: (data) => {
        asked.times++;
        return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, data);
      },
      rawDecrypt: true,
    }),
    ...(algorithm === 'EC' && {
      derive: (_, { spki }) => {
        asked.times++;
        const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
        return diffieHellman({ privateKey, publicKey });
      },
    }),
  };
  const key = ossl.keys.fromSigner(signer);
  const certificate = await ossl.x509.createCertificate({
    subject: { CN: algorithm },
    issuerKey: key,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2049-01-01'),
    extensions: { basicConstraints: 'critical,CA:TRUE', subjectKeyIdentifier: 'hash' },
  });
  writeFileSync(file(`${algorithm}.pem`), certificate.toPem());
  asked.times = 0;
  return { name: algorithm, key, certificate, asked };
}

/** Node signs no digests, but the command does. */
function signDigest(algorithm: string, _own: Key, digest: Uint8Array, hash: string): Uint8Array {
  return execFileSync(
    COMMAND,
    ['pkeyutl', '-sign', '-inkey', `${algorithm}.key`, '-pkeyopt', `digest:${hash.toLowerCase()}`],
    { cwd: folder, input: digest },
  );
}

function openssl(...args: string[]): Buffer {
  return execFileSync(COMMAND, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

const parties = [await party('RSA'), await party('EC'), await party('Ed25519')];
writeFileSync(file('content'), content);

for (const { asked, certificate, key, name } of parties)
  for (const attributes of name === 'Ed25519' ? [true] : [true, false])
    for (const detached of [false, true])
      test(`${name} ${attributes ? 'with' : 'without'} attributes, ${detached ? 'detached' : 'attached'}`, async () => {
        asked.times = 0;
        const message = await ossl.cms.sign(content, {
          signers: [{ key, certificate }],
          attributes,
          detached,
          ...(name === 'Ed25519' ? { hash: 'SHA512' } : { hash: 'SHA256' }),
        });
        expect(asked.times).toBe(1);
        writeFileSync(file('message'), message.toDer());
        const outside = detached ? ['-content', 'content'] : [];
        const out = openssl(
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          'message',
          '-CAfile',
          `${name}.pem`,
          ...outside,
        );
        expect(out.equals(content)).toBe(true);
        const options = { trusted: [certificate], ...(detached ? { content } : {}) };
        expect(await ossl.cms.verify(message.toPem(), options)).toEqual(
          detached ? undefined : content,
        );
        const other = parties.find((one) => one.name !== name) as Party;
        await expect(
          ossl.cms.verify(message, { ...options, trusted: [other.certificate] }),
        ).rejects.toMatchObject({ code: 'openssl' });
      });

test('several signers, each asked once', async () => {
  const message = await ossl.cms.sign([content], {
    signers: parties.slice(0, 2).map(({ certificate, key }) => ({ certificate, key })),
    hash: 'SHA384',
  });
  writeFileSync(file('both'), message.toPem());
  writeFileSync(
    file('trusted.pem'),
    parties.map(({ certificate }) => certificate.toPem()).join(''),
  );
  const out = openssl(
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'PEM',
    '-in',
    'both',
    '-CAfile',
    'trusted.pem',
  );
  expect(out.equals(content)).toBe(true);
});

test('the key of another certificate is refused', async () => {
  const [rsa, ec] = parties as [Party, Party, Party];
  await expect(
    ossl.cms.sign(content, { signers: [{ key: rsa.key, certificate: ec.certificate }] }),
  ).rejects.toMatchObject({ code: 'openssl' });
});

for (const name of ['RSA', 'EC'])
  test(`a message to ${name} is decrypted with a held key, whoever made it`, async () => {
    const { asked, certificate, key } = parties.find((one) => one.name === name) as Party;
    const message = await ossl.cms.encrypt(content, { recipients: [certificate] });
    writeFileSync(file('ours'), message.toDer());
    const read = openssl(
      'cms',
      '-decrypt',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'ours',
      '-recip',
      `${name}.pem`,
      '-inkey',
      `${name}.key`,
    );
    expect(read.equals(content)).toBe(true);
    openssl(
      'cms',
      '-encrypt',
      '-binary',
      '-aes256',
      '-outform',
      'DER',
      '-in',
      'content',
      '-out',
      'theirs',
      `${name}.pem`,
    );
    asked.times = 0;
    expect(await ossl.cms.decrypt(message, { key, certificate })).toEqual(content);
    expect(
      await ossl.cms.decrypt(new Uint8Array(readFileSync(file('theirs'))), { key, certificate }),
    ).toEqual(content);
    expect(asked.times).toBe(2);
  });

test('damaged messages are refused, and nothing is left', async () => {
  const [{ certificate, key }] = parties as [Party];
  const signed = (
    await ossl.cms.sign(content, { signers: [{ key, certificate }], hash: 'SHA256' })
  ).toDer();
  for (let at = 0; at < signed.length; at += 7)
    await expect(
      ossl.cms.verify(signed.slice(0, at), { trusted: [certificate] }),
    ).rejects.toMatchObject({ code: 'openssl' });
  expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, handles: { open: 0 }, waitContexts: 0 });
});
