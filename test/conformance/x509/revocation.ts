// Revocation lists: made, read, heeded; damaged input and cancelled signatures leave nothing.
import type { OpenSSLError } from '../../../src/index.js';
import { at, authority, family, freeAll, times } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

export const revocation: Suite = ({ expect, loadShipped, test }) => {
  test('a revocation list is made, read, and heeded', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const { leaf, middle, middleKey, root, rootKey } = made;
    const dates = { lastUpdate: new Date('2026-05-01'), nextUpdate: new Date('2026-07-01') };
    const rootCrl = await ossl.x509.createCrl({
      ...dates,
      issuer: root,
      issuerKey: rootKey,
      hash: 'SHA256',
    });
    const revoked = [{ serial: leaf.serial, date: new Date('2026-05-01'), reason: 1 }];
    const terms = { ...dates, issuer: middle, issuerKey: middleKey, hash: 'SHA256' };
    const empty = await ossl.x509.createCrl(terms);
    const full = await ossl.x509.createCrl({ ...terms, revoked, number: 300n });
    expect((await ossl.x509.parseCrl(full.toPem())).toDer()).toEqual(full.toDer());
    expect(full).toMatchObject({ ...dates, revoked, number: '012C' });
    const chain = { trusted: [root], untrusted: [middle], at };
    const verify = (...crls: (typeof full)[]): Promise<unknown> =>
      ossl.x509.verify(leaf, { ...chain, crls });
    expect(await verify(rootCrl, empty)).toMatchObject({ valid: true });
    expect(await verify(rootCrl, full)).toMatchObject({ reason: 'certificate revoked', depth: 0 });
    expect(await verify(rootCrl)).toMatchObject({ reason: 'unable to get certificate CRL' });
    const wrong = ossl.x509.createCrl({ ...terms, issuerKey: rootKey });
    expect(await rejection(wrong)).toMatchObject({ code: 'argument' });
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a revoked intermediate is found wherever lists are given: the whole chain is looked at, unless one says less', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const { leaf, middle, middleKey, root, rootKey } = made;
    const terms = {
      lastUpdate: new Date('2026-05-01'),
      nextUpdate: new Date('2026-07-01'),
      hash: 'SHA256',
    };
    const revoked = [{ serial: middle.serial, date: new Date('2026-05-01'), reason: 2 }];
    const above = { ...terms, issuer: root, issuerKey: rootKey };
    const fromRoot = await ossl.x509.createCrl({ ...above, revoked });
    const emptyRoot = await ossl.x509.createCrl(above);
    const fromMiddle = await ossl.x509.createCrl({
      ...terms,
      issuer: middle,
      issuerKey: middleKey,
    });
    const chain = { trusted: [root], untrusted: [middle], at };
    const found = { valid: false, reason: 'certificate revoked', depth: 1 };
    for (const crls of [
      [fromRoot, fromMiddle],
      [fromMiddle, fromRoot],
    ]) {
      expect(await ossl.x509.verify(leaf, { ...chain, crls })).toMatchObject(found);
      for (const [crlCheck, outcome] of [
        ['chain', found],
        ['leaf', { valid: true }],
        ['none', { valid: true }],
      ] as const)
        expect(await ossl.x509.verify(leaf, { ...chain, crls, crlCheck })).toMatchObject(outcome);
    }
    const { certificate } = (await ossl.x509.verify(leaf, {
      ...chain,
      crls: [fromRoot, fromMiddle],
    })) as { certificate?: { toDer(): Uint8Array } };
    expect(certificate?.toDer()).toEqual(middle.toDer());
    // the intermediate's own list is missing, or the root's
    for (const crls of [[fromMiddle], [emptyRoot]])
      expect(await ossl.x509.verify(leaf, { ...chain, crls })).toMatchObject({
        valid: false,
        reason: 'unable to get certificate CRL',
      });
    expect(await ossl.x509.verify(leaf, { ...chain, crls: [emptyRoot, fromMiddle] })).toMatchObject(
      { valid: true },
    );
    // the intermediate by itself, below the root
    expect(await ossl.x509.verify(middle, { trusted: [root], at, crls: [fromRoot] })).toMatchObject(
      { valid: false, reason: 'certificate revoked', depth: 0 },
    );
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('damaged requests and lists are errors or read otherwise, never a trap', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const request = await ossl.x509.createRequest({
      subject: { CN: 'x' },
      key: made.leafKey,
      extensions: { subjectAltName: 'DNS:x' },
      hash: 'SHA256',
    });
    const list = await ossl.x509.createCrl({
      issuer: made.root,
      issuerKey: made.rootKey,
      lastUpdate: times.notBefore,
      nextUpdate: times.notAfter,
      revoked: [{ serial: '0A', date: at, reason: 3 }],
      hash: 'SHA256',
    });
    const damage = async (): Promise<void> => {
      for (const [der, parse] of [
        [request.toDer(), (bytes: Uint8Array) => ossl.x509.parseRequest(bytes)],
        [list.toDer(), (bytes: Uint8Array) => ossl.x509.parseCrl(bytes)],
      ] as const)
        for (let place = 0; place < der.length; place += 2) {
          const cut = (await rejection(parse(der.slice(0, place)))) as OpenSSLError;
          expect(cut.code).toBe('openssl');
          const flipped = der.slice();
          flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
          const code = await parse(flipped).then(
            () => 'read',
            (error: unknown) => (error as OpenSSLError).code,
          );
          expect(['read', 'openssl']).toContain(code);
        }
    };
    await damage();
    const { heap } = ossl.stats().memory;
    await damage();
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 1024);
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('cancelled while the holder of the key is at work, it leaves nothing', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const abort = new AbortController();
    const key = ossl.keys.fromSigner({
      algorithm: 'EC',
      publicKey: made.rootKey.publicToDer(),
      sign: () =>
        new Promise(() => {
          abort.abort('enough');
        }),
    });
    const terms = { subject: { CN: 'x' }, extensions: authority, hash: 'SHA256', ...times };
    const { signal } = abort;
    const run = ossl.x509.createCertificate({ ...terms, issuerKey: key, signal });
    expect(await rejection(run)).toMatchObject({ code: 'aborted', cause: 'enough' });
    key.free();
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
