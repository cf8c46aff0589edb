// What is well formed and wrong: keys that do not fit, chains that do not hold. Each has its typed error or its reason.
import type { Certificate, Key, OpenSSL, VerifyOptions } from '../../../src/index.js';
import { at, authority, times } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const data = new TextEncoder().encode('data');

interface Pair {
  readonly key: Key;
  readonly certificate: Certificate;
}

type Terms = Readonly<Record<string, string>>;

/** A certificate of a new key; self-signed without an issuer. */
async function certify(
  ossl: OpenSSL,
  name: string,
  extensions: Terms,
  issuer?: Pair,
  hash = 'SHA256',
): Promise<Pair> {
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const certificate = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: name },
    issuer: issuer?.certificate,
    issuerKey: issuer?.key ?? key,
    publicKey: key,
    extensions,
    hash,
  });
  return { key, certificate };
}

const server = { basicConstraints: 'critical,CA:FALSE', extendedKeyUsage: 'serverAuth' };

/** How a chain of three may be spoilt: what the root, the middle and the leaf have beside, or the options. */
interface Spoilt {
  readonly root?: Terms;
  readonly middle?: Terms;
  readonly leaf?: Terms;
  readonly hash?: string;
  readonly options?: Partial<VerifyOptions>;
  readonly reason: string;
  readonly depth: number;
}

const subjectAltName = 'DNS:www.example.org,DNS:*.example.com,IP:192.0.2.1,email:a@example.org';
const spoilt: Record<string, Spoilt> = {
  'a path that is too long': {
    root: { basicConstraints: 'critical,CA:TRUE,pathlen:0' },
    reason: 'path length constraint exceeded',
    depth: 2,
  },
  'an issuer that is no authority': {
    middle: { basicConstraints: 'critical,CA:FALSE', keyUsage: 'digitalSignature' },
    reason: 'invalid CA certificate',
    depth: 1,
  },
  'an authority without leave to sign certificates': {
    middle: { keyUsage: 'critical,cRLSign' },
    reason: 'invalid CA certificate',
    depth: 1,
  },
  'a client where a server is wanted': {
    leaf: { extendedKeyUsage: 'clientAuth' },
    options: { purpose: 'sslserver' },
    reason: 'unsuitable certificate purpose',
    depth: 0,
  },
  'a server where code is signed': {
    options: { purpose: 'codesign' },
    reason: 'unsuitable certificate purpose',
    depth: 0,
  },
  'a host name of a sister': {
    options: { hostname: 'example.org' },
    reason: 'hostname mismatch',
    depth: 0,
  },
  'a wildcard two levels up': {
    options: { hostname: 'a.b.example.com' },
    reason: 'hostname mismatch',
    depth: 0,
  },
  'a wildcard for nothing': {
    options: { hostname: 'example.com' },
    reason: 'hostname mismatch',
    depth: 0,
  },
  'an address as a host name': {
    options: { hostname: '192.0.2.1' },
    reason: 'hostname mismatch',
    depth: 0,
  },
  'another address': {
    options: { ip: '2001:db8::1' },
    reason: 'IP address mismatch',
    depth: 0,
  },
  'another mailbox': {
    options: { email: 'b@example.org' },
    reason: 'email address mismatch',
    depth: 0,
  },
  'a name outside of what is permitted': {
    middle: { nameConstraints: 'critical,permitted;DNS:example.net' },
    reason: 'permitted subtree violation',
    depth: 0,
  },
  'a name that is excluded': {
    middle: { nameConstraints: 'critical,excluded;DNS:example.com' },
    reason: 'excluded subtree violation',
    depth: 0,
  },
  'an extension that is critical and unknown': {
    leaf: { '1.2.3.4.5': 'critical,ASN1:NULL' },
    reason: 'unhandled critical extension',
    depth: 0,
  },
  'a weak hash, where strength is asked for': {
    hash: 'SHA1',
    options: { authLevel: 2 },
    reason: 'signature digest algorithm too weak',
    depth: 1,
  },
  'weak keys, where strength is asked for': {
    options: { authLevel: 4 },
    reason: 'key too weak',
    depth: 0,
  },
  'before its time': {
    options: { at: new Date('2025-12-31T23:59:59Z') },
    reason: 'not yet valid',
    depth: 2,
  },
  'after its time': {
    options: { at: new Date('2056-01-01T00:00:01Z') },
    reason: 'has expired',
    depth: 2,
  },
  'no revocation list where one is wanted': {
    options: { crlCheck: 'leaf' },
    reason: 'unable to get certificate CRL',
    depth: 0,
  },
};

export const badChains: Suite = ({ expect, loadShipped, test }) => {
  for (const [name, { depth, hash, options, reason, ...extra }] of Object.entries(spoilt))
    test(`${name} is a result with its reason`, async () => {
      const ossl = await loadShipped();
      const root = await certify(ossl, 'Root', { ...authority, ...extra.root });
      const middle = await certify(ossl, 'Middle', { ...authority, ...extra.middle }, root, hash);
      const terms = { ...server, subjectAltName, ...extra.leaf };
      const leaf = await certify(ossl, 'Leaf', terms, middle);
      const found = await ossl.x509.verify(leaf.certificate, {
        trusted: [root.certificate],
        untrusted: [middle.certificate],
        at,
        ...options,
      });
      expect(found).toMatchObject({ valid: false, depth });
      expect(found.valid ? '' : found.reason).toContain(reason);
      expect(found.valid ? 0 : found.code).toBeGreaterThan(1);
      for (const { key } of [root, middle, leaf]) key.free();
      expect(ossl.takeErrors()).toEqual([]);
      expect(ossl.stats()).toMatchObject(nothing);
    });

  test('a chain that is sound in all of that holds', async () => {
    const ossl = await loadShipped();
    const root = await certify(ossl, 'Root', authority);
    const terms = {
      basicConstraints: 'critical,CA:TRUE,pathlen:0',
      nameConstraints: 'permitted;DNS:example.com,permitted;DNS:example.org',
    };
    const middle = await certify(ossl, 'Middle', { ...authority, ...terms }, root);
    const leaf = await certify(ossl, 'Leaf', { ...server, subjectAltName }, middle);
    for (const options of [
      { hostname: 'www.example.org' },
      { hostname: 'a.example.com' },
      { ip: '192.0.2.1', purpose: 'sslserver' },
      { email: 'a@example.org', authLevel: 2 },
      { purpose: 'any' },
    ] as const) {
      const chain = { trusted: [root.certificate], untrusted: [middle.certificate], at };
      const found = await ossl.x509.verify(leaf.certificate, { ...chain, ...options });
      expect(found, JSON.stringify(options)).toMatchObject({ valid: true });
    }
  });

  test('authorities that certify only each other are no chain', async () => {
    const ossl = await loadShipped();
    const [one, two] = [
      await certify(ossl, 'One', authority),
      await certify(ossl, 'Two', authority),
    ];
    const cross = (subject: string, of: Pair, by: Pair): Promise<Certificate> =>
      ossl.x509.createCertificate({
        ...times,
        subject: { CN: subject },
        issuer: by.certificate,
        issuerKey: by.key,
        publicKey: of.key,
        extensions: authority,
      });
    const untrusted = [await cross('One', one, two), await cross('Two', two, one)];
    const leaf = await certify(ossl, 'Leaf', server, one);
    const stranger = await certify(ossl, 'Stranger', authority);
    for (const trusted of [[], [stranger.certificate]])
      expect(await ossl.x509.verify(leaf.certificate, { trusted, untrusted, at })).toMatchObject({
        valid: false,
        reason: expect.stringContaining('unable to get') as string,
      });
    const trusted = [two.certificate];
    expect(await ossl.x509.verify(leaf.certificate, { trusted, untrusted, at })).toMatchObject({
      valid: true,
    });
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('a revocation list out of date, of another, or with the certificate in it', async () => {
    const ossl = await loadShipped();
    const root = await certify(ossl, 'Root', authority);
    const impostor = await certify(ossl, 'Root', authority);
    const leaf = await certify(ossl, 'Leaf', server, root);
    const list = async (
      by: Pair,
      next: string,
      serials: string[] = [],
      last = '2026-05-01',
    ): Promise<string> => {
      const made = await ossl.x509.createCrl({
        issuer: by.certificate,
        issuerKey: by.key,
        lastUpdate: new Date(last),
        nextUpdate: new Date(next),
        revoked: serials.map((serial) => ({ serial, date: new Date('2026-05-01') })),
      });
      const found = await ossl.x509.verify(leaf.certificate, {
        trusted: [root.certificate],
        crls: [made],
        at,
      });
      return found.valid ? 'valid' : found.reason;
    };
    expect(await list(root, '2026-07-01')).toBe('valid');
    expect(await list(root, '2026-07-01', [leaf.certificate.serial])).toBe('certificate revoked');
    expect(await list(root, '2026-05-20')).toBe('CRL has expired');
    expect(await list(root, '2026-09-01', [], '2026-08-01')).toBe('CRL is not yet valid');
    expect(await list(impostor, '2026-07-01')).toMatch(
      /unable to get certificate CRL|CRL signature failure/,
    );
  });

  test('keys that are not the certificate’s are refused, whatever is made with them', async () => {
    const ossl = await loadShipped();
    const root = await certify(ossl, 'Root', authority);
    const leaf = await certify(ossl, 'Leaf', { keyUsage: 'digitalSignature,keyAgreement' }, root);
    const rsa = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const ec = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const held = ossl.keys.fromSigner({
      algorithm: 'EC',
      publicKey: ec,
      sign: () => data,
      derive: () => data,
    });
    const request = await ossl.x509.createRequest({ subject: { CN: 'x' }, key: leaf.key });
    const issuer = root.certificate;
    for (const wrong of [rsa, ec, held]) {
      const terms = { ...times, subject: { CN: 'x' }, issuer, issuerKey: wrong };
      const dates = { lastUpdate: times.notBefore, nextUpdate: times.notAfter };
      for (const call of [
        ossl.x509.createCertificate({ ...terms, publicKey: leaf.key }),
        ossl.x509.issue({ ...terms, request }),
        ossl.x509.createCrl({ ...dates, issuer, issuerKey: wrong }),
      ])
        expect(await rejection(call)).toMatchObject({ code: 'argument' });
      const signers = [{ certificate: leaf.certificate, key: wrong }];
      expect(await rejection(ossl.cms.sign(data, { signers }))).toMatchObject({ code: 'openssl' });
      const message = await ossl.cms.encrypt(data, { recipients: [leaf.certificate] });
      const { certificate } = leaf;
      expect(await rejection(ossl.cms.decrypt(message, { certificate, key: wrong }))).toMatchObject(
        {
          code: 'openssl',
          errors: expect.arrayContaining([expect.anything()]) as unknown,
        },
      );
      expect(
        await rejection(
          ossl.cms.decrypt(message, { certificate: root.certificate, key: root.key }),
        ),
      ).toMatchObject({ code: 'openssl' });
    }
    for (const key of [held, ec, rsa]) key.free();
    expect(ossl.takeErrors()).toEqual([]);
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
