// CVE-2026-35189: a certificate with many distribution points relative to its issuer is refused, wherever one comes in,
// before OpenSSL has kept the issuer's name for each. With plain 3.5.7 whatever looks at such a certificate's extensions
// takes 600 MB: verifying it, making lists as its owner, signing as its owner, and verifying a message that has it.
import type { Certificate, OpenSSL } from '../../../src/index.js';
import { at, authority, times } from '../../support/certificates.js';
import * as der from '../../support/der.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import type { Suite } from '../../support/suite.js';

const ROOM = 16 * 1024 * 1024; // bytes that such a certificate of 100 KiB may take

const organization = der.identifier('55040a');
const attribute = (text: string): Uint8Array =>
  der.element(
    der.SEQUENCE,
    organization,
    der.element(der.UTF8_STRING, new TextEncoder().encode(text)),
  );

/** A name with this many attributes, some 70 bytes each. */
const longName = (count: number): Uint8Array =>
  der.element(
    der.SEQUENCE,
    ...Array.from({ length: count }, (_, index) =>
      der.element(der.SET, attribute(String(index).padStart(60, '.'))),
    ),
  );

/** A distribution point with a name of one attribute, relative to the issuer's: [0] { [1] { attribute } }. */
const relative = der.element(der.SEQUENCE, der.element(0xa0, der.element(0xa1, attribute('a'))));

function pointsOf(count: number): Uint8Array {
  return der.element(
    der.SEQUENCE,
    der.identifier('551d1f'),
    der.element(
      der.OCTET_STRING,
      der.element(der.SEQUENCE, ...Array.from({ length: count }, () => relative)),
    ),
  );
}

/** Another's certificate with a long issuer and so many relative points. Nobody has signed it, nor is that looked at. */
function absurd(certificate: Certificate, attributes: number, points: number): Uint8Array {
  const [tbs, ...signature] = der.members(certificate.toDer()) as [Uint8Array, ...Uint8Array[]];
  const fields = der.members(tbs);
  fields[3] = longName(attributes) as (typeof fields)[number];
  fields[7] = der.element(0xa3, der.element(der.SEQUENCE, pointsOf(points)));
  return der.element(der.SEQUENCE, der.element(der.SEQUENCE, ...fields), ...signature);
}

/** A root with that name. */
function named(root: Certificate, attributes: number): Uint8Array {
  const [tbs, ...signature] = der.members(root.toDer()) as [Uint8Array, ...Uint8Array[]];
  const fields = der.members(tbs);
  const name = longName(attributes) as (typeof fields)[number];
  fields[3] = fields[5] = name;
  return der.element(der.SEQUENCE, der.element(der.SEQUENCE, ...fields), ...signature);
}

interface Made {
  readonly root: Certificate;
  readonly leaf: Certificate;
  readonly key: Awaited<ReturnType<OpenSSL['generateKey']>>;
}

async function make(ossl: OpenSSL): Promise<Made> {
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const root = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: 'Root' },
    issuerKey: key,
    extensions: authority,
  });
  const leaf = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: 'Leaf' },
    issuer: root,
    issuerKey: key,
    publicKey: key,
    extensions: { basicConstraints: 'CA:FALSE' },
  });
  return { root, leaf, key };
}

const data = new TextEncoder().encode('data');

/** Whatever takes a certificate of another's; whether it comes to anything is not the question here. */
const uses: Record<string, (ossl: OpenSSL, bad: Certificate, made: Made) => Promise<unknown>> = {
  'verified itself': (ossl, bad, { root }) => ossl.x509.verify(bad, { trusted: [root], at }),
  'an intermediate': (ossl, bad, { leaf, root }) =>
    ossl.x509.verify(leaf, { trusted: [root], untrusted: [bad], at }),
  'a root': (ossl, bad, { leaf }) => ossl.x509.verify(leaf, { trusted: [bad], at }),
  'an issuer': (ossl, bad, { key }) =>
    ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'x' },
      issuer: bad,
      issuerKey: key,
      publicKey: key,
      extensions: { authorityKeyIdentifier: 'keyid,issuer' },
    }),
  'an issuer of lists': (ossl, bad, { key }) =>
    ossl.x509.createCrl({
      issuer: bad,
      issuerKey: key,
      lastUpdate: times.notBefore,
      nextUpdate: times.notAfter,
    }),
  'a signer of a message': (ossl, bad, { key }) =>
    ossl.cms.sign(data, { signers: [{ certificate: bad, key }] }),
  'the certificate with a signed message': async (ossl, bad, { key, leaf, root }) => {
    const signers = [{ certificate: leaf, key }];
    const message = await ossl.cms.sign(data, { signers, certificates: [bad] });
    return ossl.cms.verify(message, { trusted: [root] });
  },
  'a recipient': (ossl, bad) => ossl.cms.encrypt(data, { recipients: [bad] }),
  'one in a key store': async (ossl, bad, { key, leaf }) => {
    const terms = { key, certificate: leaf, certificates: [bad], password: 'x' };
    const store = await ossl.pkcs12.write({ ...terms, iterations: 1 });
    return ossl.pkcs12.read(store, { password: 'x' });
  },
};

export const relativePoints: Suite = ({ expect, loadShipped, test }) => {
  for (const [name, use] of Object.entries(uses))
    test(`a certificate of thousands of relative distribution points takes no memory: ${name}`, async () => {
      const ossl = await loadShipped();
      const made = await make(ossl);
      const before = ossl.stats().memory.total;
      const bad = await ossl.x509.parseCertificate(absurd(made.leaf, 900, 2200));
      expect(bad.toDer().length).toBeGreaterThan(90_000);
      const codes = await use(ossl, bad, made).then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      );
      expect(['done', 'openssl', 'argument']).toContain(codes);
      expect(ossl.stats().memory.total - before).toBeLessThan(ROOM);
      made.key.free();
      expectNothingLeft(expect, ossl);
    });

  test('such a certificate does not verify; one with few relative points is taken as it is', async () => {
    const ossl = await loadShipped();
    const made = await make(ossl);
    const verdict = async (attributes: number, points: number): Promise<string> => {
      const bad = await ossl.x509.parseCertificate(absurd(made.leaf, attributes, points));
      const above = await ossl.x509.parseCertificate(named(made.root, attributes));
      const found = await ossl.x509.verify(bad, { trusted: [above], at });
      return found.valid ? 'valid' : found.reason;
    };
    // The points are looked at before the signature. Nobody counts as the issuer of a certificate whose extensions are
    // invalid, which is what OpenSSL then says.
    const accepted = 'certificate signature failure';
    expect(await verdict(2, 3)).toBe(accepted);
    const refused = await verdict(900, 2200);
    expect(refused).toBe('unable to get local issuer certificate');
    // The limit is on all of them together: many with a short name, few with a long one.
    expect(await verdict(1, 2200)).toBe(refused);
    expect(await verdict(1, 100)).toBe(accepted);
    expect(await verdict(900, 2)).toBe(refused);
    expect(await verdict(900, 1)).toBe(accepted);
    made.key.free();
    expectNothingLeft(expect, ossl);
  });
};
