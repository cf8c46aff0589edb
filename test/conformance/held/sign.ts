// Keys that JavaScript holds: OpenSSL signs with them while a promise is pending.
import { fromCryptoKey } from '../../../src/adapters/webcrypto/index.js';
import type { SignRequest } from '../../../src/index.js';
import { family, freeAll } from '../../support/certificates.js';
import { heldPair, signLike } from '../../support/holders/held-keys.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('what is to be signed');

const signers = ['RSA', 'EC', 'Ed25519', 'Ed448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const;

export const sign: Suite = ({ expect, loadShipped, test }) => {
  for (const algorithm of signers)
    test(`${algorithm}: the signature verifies with the public key, and the holder is asked once`, async () => {
      const ossl = await loadShipped();
      const asked: SignRequest[] = [];
      {
        using pair = await heldPair(ossl, algorithm, (own) => ({
          input: 'message',
          ...signLike(ossl, own, asked),
        }));
        expect(pair.held.isHeld).toBe(true);
        expect(pair.own.isHeld).toBe(false);
        const signature = await ossl.sign(pair.held, message);
        expect(asked.length).toBe(1);
        expect(await ossl.verify(pair.own, signature, message)).toBe(true);
        expect(await ossl.verify(pair.held, signature, message)).toBe(true);
        expect(await ossl.verify(pair.own, signature, message.subarray(1))).toBe(false);
        const streamed = await ossl.sign(pair.held, [message.subarray(0, 3), message.subarray(3)]);
        expect(await ossl.verify(pair.own, streamed, message)).toBe(true);
        const request = await ossl.x509.createRequest({ subject: { CN: 'x' }, key: pair.held });
        expect(request.toPem()).toContain('BEGIN CERTIFICATE REQUEST');
        expect(request.isSignatureValid).toBe(true);
        expect(asked.length).toBe(3);
        expect(pair.held.publicToPem()).toBe(pair.own.publicToPem());
        expect(pair.held.publicToText()).toBe(pair.own.publicToText());
        expect(pair.held.equals(pair.own)).toBe(true);
        expect(() => pair.held.toPem()).toThrow();
        ossl.takeErrors();
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });

  test('PSS: the holder is told the salt length in bytes, whatever way it was asked for', async () => {
    const ossl = await loadShipped();
    const asked: SignRequest[] = [];
    using pair = await heldPair(ossl, 'RSA', (own) => ({
      input: 'message',
      ...signLike(ossl, own, asked),
    }));
    const cases = [
      [0, 'SHA256', 0],
      [20, 'SHA256', 20],
      ['digest', 'SHA384', 48],
      ['max', 'SHA256', 94],
      [undefined, 'SHA1', 20],
    ] as const;
    for (const [saltLength, hash, bytes] of cases) {
      const options = { padding: 'pss', saltLength, hash } as const;
      const signature = await ossl.sign(pair.held, message, options);
      expect(
        await ossl.verify(pair.own, signature, message, { ...options, saltLength: bytes }),
      ).toBe(true);
      expect(asked.at(-1)).toMatchObject({
        hash,
        mgf1Hash: hash,
        saltLength: bytes,
        padding: 'pss',
      });
    }
    expect(
      await rejection(
        ossl.sign(pair.held, message, { padding: 'pss', saltLength: 95, hash: 'SHA256' }),
      ),
    ).toMatchObject({ code: 'openssl' });
  });

  test('a holder that signs digests is given the digest, and never the message', async () => {
    const ossl = await loadShipped();
    const asked: [number, boolean, string | undefined][] = [];
    using own = await ossl.generateKey({ algorithm: 'EC', curve: 'P-384' });
    using held = ossl.keys.fromSigner({
      algorithm: 'EC',
      publicKey: own.publicToPem(),
      sign: (data, { hash, prehashed }) => {
        asked.push([data.length, prehashed, hash]);
        return Uint8Array.of(1);
      },
    });
    for (const hash of ['SHA256', 'SHA384', 'SHA3-512'])
      await rejection(ossl.sign(held, message, { hash }));
    expect(asked).toEqual([
      [32, true, 'SHA256'],
      [48, true, 'SHA384'],
      [64, true, 'SHA3-512'],
    ]);
  });

  test('a WebCrypto key that cannot be extracted makes a request', async () => {
    const ossl = await loadShipped();
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    using key = await fromCryptoKey(ossl, pair);
    const request = await ossl.x509.createRequest({ subject: { CN: 'example.org' }, key });
    expect(request.toPem()).toContain('BEGIN CERTIFICATE REQUEST');
    expect(request.isSignatureValid).toBe(true);
  });

  test('a holder that hashes by itself signs messages without attributes', async () => {
    const ossl = await loadShipped();
    const all = await family(ossl);
    const signer = { key: all.rootKey, certificate: all.root };
    const content = new TextEncoder().encode('line\nline\n');
    for (const format of ['der', 'pem', 'smime'] as const)
      for (const detached of [false, true]) {
        const message = await ossl.cms.sign(content, {
          signers: [signer],
          hash: 'SHA256',
          attributes: false,
          detached,
          format,
        });
        const trusted = [signer.certificate];
        const mail = new TextEncoder().encode('line\r\nline\r\n');
        if (detached && format !== 'smime') await ossl.cms.verify(message, { trusted, content });
        else
          expect(await ossl.cms.verify(message, { trusted })).toEqual(
            format === 'smime' ? mail : content,
          );
      }
    freeAll(all);
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
