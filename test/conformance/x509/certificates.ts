// Certificates: made, taken apart, verified; the authority's key is OpenSSL's own or JavaScript's.
import type { OpenSSLError } from '../../../src/index.js';
import { at, authority, family, freeAll, heldKey, times } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection, rejections } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

export const certificates: Suite = ({ expect, loadShipped, test }) => {
  test('an authority whose key JavaScript holds is asked once a signature', async () => {
    const ossl = await loadShipped();
    const asked: string[] = [];
    const key = await heldKey(ossl, asked);
    const root = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'Root' },
      issuerKey: key,
      extensions: authority,
      hash: 'SHA256',
    });
    expect(asked).toEqual(['SHA256']);
    expect(await ossl.x509.verify(root, { trusted: [root], at })).toMatchObject({ valid: true });
    expect(asked.length).toBe(1);
    key.free();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a chain of three is made, read again and verified', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const { leaf, middle, root } = made;
    const found = await ossl.x509.verify(leaf, {
      trusted: [root],
      untrusted: [middle],
      at,
      purpose: 'sslserver',
      hostname: 'example.org',
      email: 'a@example.org',
      ip: '192.0.2.1',
    });
    expect(found.valid && found.chain.map(({ fingerprint }) => fingerprint)).toEqual([
      leaf.fingerprint,
      middle.fingerprint,
      root.fingerprint,
    ]);
    const read = await ossl.x509.parseCertificate(leaf.toPem());
    expect(read.toDer()).toEqual(leaf.toDer());
    expect(read.subject).toEqual([{ type: 'CN', value: 'example.org' }]);
    expect(read.issuer).toEqual([{ type: 'CN', value: 'Middle' }]);
    expect(root.subject[1]).toEqual({ type: 'O', value: 'Bäckerei 東京' });
    expect(root.print()).toContain('Bäckerei 東京');
    expect([read.notBefore, read.notAfter]).toEqual([times.notBefore, times.notAfter]);
    expect(read.serial).toMatch(/^[4-7][\dA-F]{39}$/);
    expect(read.publicKey).toEqual(made.leafKey.publicToDer());
    expect(read.subjectAltNames).toEqual([
      { type: 'DNS', value: 'example.org' },
      { type: 'IP', value: '192.0.2.1' },
      { type: 'email', value: 'a@example.org' },
    ]);
    expect(read.extensions.find(({ oid }) => oid === '2.5.29.19')).toEqual({
      oid: '2.5.29.19',
      critical: true,
      text: 'CA:FALSE',
    });
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('each way a chain does not hold has its reason', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const { leaf, middle, root } = made;
    const good = { trusted: [root], untrusted: [middle], at };
    const tampered = leaf.toDer();
    tampered[tampered.length - 1] = (tampered.at(-1) as number) ^ 1;
    const bad = await ossl.x509.parseCertificate(tampered);
    const cases = [
      [leaf, { at: new Date('2025-12-31') }, 'not yet valid', 2],
      [leaf, { at: new Date('2056-01-02') }, 'has expired', 2],
      [leaf, { hostname: 'example.com' }, 'hostname mismatch', 0],
      [leaf, { email: 'b@example.org' }, 'email address mismatch', 0],
      [leaf, { ip: '192.0.2.2' }, 'IP address mismatch', 0],
      [leaf, { purpose: 'sslclient' as const }, 'unsuitable certificate purpose', 0],
      [leaf, { untrusted: [] }, 'unable to get local issuer certificate', 0],
      [leaf, { trusted: [] }, 'unable to get', 1],
      [leaf, { trusted: [middle] }, 'unable to get issuer certificate', 1],
      [root, { trusted: [] }, 'self-signed certificate', 0],
      [bad, {}, 'certificate signature failure', 0],
    ] as const;
    for (const [certificate, change, reason, depth] of cases) {
      const found = await ossl.x509.verify(certificate, { ...good, ...change });
      expect(found).toMatchObject({ valid: false, depth });
      expect(found.valid ? '' : found.reason).toContain(reason);
    }
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('authorities that certify each other end nowhere, or at the one that is trusted', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const { leaf, middle, middleKey, root, rootKey } = made;
    const back = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'Root', O: 'Bäckerei 東京' },
      issuer: middle,
      issuerKey: middleKey,
      publicKey: rootKey,
      extensions: authority,
      hash: 'SHA256',
    });
    const cycle = { untrusted: [middle, back], at };
    expect(await ossl.x509.verify(leaf, { ...cycle, trusted: [] })).toMatchObject({ valid: false });
    const found = await ossl.x509.verify(leaf, { ...cycle, trusted: [root] });
    expect(found.valid && found.chain.length).toBe(3);
    freeAll(made);
  });

  test('wrong keys and wrong requests are refused', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const { leafKey, middle, middleKey } = made;
    const request = await ossl.x509.createRequest({
      subject: { CN: 'x' },
      key: leafKey,
      hash: 'SHA256',
    });
    expect((await ossl.x509.parseRequest(request.toPem())).isSignatureValid).toBe(true);
    const der = request.toDer();
    der[der.length - 1] = (der.at(-1) as number) ^ 1;
    expect((await ossl.x509.parseRequest(der)).isSignatureValid).toBe(false);
    const terms = { ...times, issuer: middle, hash: 'SHA256' };
    for (const error of await rejections([
      ossl.x509.issue({ ...terms, request: der, issuerKey: middleKey }),
      ossl.x509.issue({ ...terms, request, issuerKey: leafKey }),
      ossl.x509.issue({ ...terms, request: 'no PEM', issuerKey: middleKey }),
      ossl.x509.issue({ ...terms, request, issuerKey: middleKey, serial: new Uint8Array(1) }),
    ]))
      expect(error).toMatchObject({ code: 'argument' });
    const odd = { ...terms, request, issuerKey: middleKey, extensions: { keyUsage: 'nonsense' } };
    expect(await rejection(ossl.x509.issue(odd))).toMatchObject({ code: 'openssl' });
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('damaged DER is an error or another certificate, never a trap, and leaves nothing', async () => {
    const ossl = await loadShipped();
    const made = await family(ossl);
    const der = made.leaf.toDer();
    const damage = async (): Promise<void> => {
      for (let cut = 0; cut < der.length; cut += 7) {
        const error = await rejection(ossl.x509.parseCertificate(der.slice(0, cut)));
        expect((error as OpenSSLError).code).toBe('openssl');
      }
      for (let place = 0; place < der.length; place += 3) {
        const flipped = der.slice();
        flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
        const outcome = await ossl.x509.parseCertificate(flipped).then(
          (read) => ossl.x509.verify(read, { trusted: [made.root], untrusted: [made.middle], at }),
          (error: unknown) => error as OpenSSLError,
        );
        expect('valid' in outcome ? outcome.valid : outcome.code === 'memory').toBe(false);
      }
    };
    await damage();
    const { heap } = ossl.stats().memory;
    await damage();
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 1024);
    expect(ossl.dead).toBeUndefined();
    freeAll(made);
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
