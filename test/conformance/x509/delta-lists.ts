// openssl#31040: a delta revocation list tells of changes to a complete one, and is never taken for it. One that is given
// is used with its complete list; where that is missing, no certificate is valid. With plain 3.5.7, and without what
// wasm/operations/x509/crl_lists.c does, most of these are valid that should not be.
import type { Certificate, Key, OpenSSL, RevocationList } from '../../../src/index.js';
import { at, authority, times } from '../../support/certificates.js';
import * as der from '../../support/der.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import type { Suite } from '../../support/suite.js';

interface Issuer {
  readonly certificate: Certificate;
  readonly key: Key;
}

interface Terms {
  readonly issuer: Issuer;
  readonly number: number;
  /** The number of the complete list that this one changes; it is a delta list. */
  readonly base?: number;
  readonly revoked?: readonly string[];
  /** Extensions beside, in DER. */
  readonly extensions?: readonly Uint8Array[];
  readonly lastUpdate?: Date;
}

const extension = (oid: string, isCritical: boolean, value: Uint8Array): Uint8Array =>
  der.element(
    der.SEQUENCE,
    der.identifier(oid),
    ...(isCritical ? [Uint8Array.of(0x01, 0x01, 0xff)] : []),
    der.element(der.OCTET_STRING, value),
  );

const indicator = (base: number): Uint8Array => extension('551d1b', true, der.small(base));
/** issuingDistributionPoint with onlyContainsUserCerts. */
const usersOnly = extension(
  '551d1c',
  true,
  der.element(der.SEQUENCE, Uint8Array.of(0x81, 1, 0xff)),
);
/** issuingDistributionPoint with onlySomeReasons: keyCompromise. */
const oneReason = extension(
  '551d1c',
  true,
  der.element(der.SEQUENCE, Uint8Array.of(0x83, 2, 6, 0x40)),
);
/** freshestCRL, as a complete list names where its deltas are. */
const freshest = extension(
  '551d2e',
  false,
  der.element(
    der.SEQUENCE,
    der.element(
      der.SEQUENCE,
      der.element(
        0xa0,
        der.element(0xa0, der.element(0x86, new TextEncoder().encode('http://x/'))),
      ),
    ),
  ),
);

/** A list with more extensions than createCrl has: its own, taken apart, added to, and signed again. */
async function list(ossl: OpenSSL, terms: Terms): Promise<RevocationList> {
  const { base, extensions = [], issuer, lastUpdate, number, revoked = [] } = terms;
  const plain = await ossl.x509.createCrl({
    issuer: issuer.certificate,
    issuerKey: issuer.key,
    lastUpdate: lastUpdate ?? new Date('2026-05-01'),
    nextUpdate: new Date('2026-07-01'),
    number,
    revoked: revoked.map((serial) => ({ serial, date: new Date('2026-05-01') })),
    hash: 'SHA256',
  });
  const [tbs, algorithm] = der.members(plain.toDer()) as [Uint8Array, Uint8Array];
  const fields = der.members(tbs);
  const [own] = der.members(fields.pop() as Uint8Array) as [Uint8Array];
  const all = [
    ...der.members(own),
    ...(base === undefined ? [] : [indicator(base)]),
    ...extensions,
  ];
  const signed = der.element(
    der.SEQUENCE,
    ...fields,
    der.element(0xa0, der.element(der.SEQUENCE, ...all)),
  );
  const signature = await ossl.sign(issuer.key, signed, { hash: 'SHA256' });
  return ossl.x509.parseCrl(
    der.element(
      der.SEQUENCE,
      signed,
      algorithm,
      der.element(der.BIT_STRING, Uint8Array.of(0), signature),
    ),
  );
}

async function certify(ossl: OpenSSL, name: string, by?: Issuer): Promise<Issuer> {
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const certificate = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: name },
    issuer: by?.certificate,
    issuerKey: by?.key ?? key,
    publicKey: key,
    extensions: by ? { basicConstraints: 'critical,CA:FALSE' } : authority,
    hash: 'SHA256',
  });
  return { key, certificate };
}

const missing = 'unable to get certificate CRL';
const isRevoked = 'certificate revoked';
const older = new Date('2026-04-01');

type Some = Omit<Terms, 'issuer'>;

/** Which lists are given, of which `revoked` stands for the certificate; what comes of it. */
interface Case {
  readonly lists: (revoked: readonly string[]) => readonly Some[];
  readonly verdict: string;
}

const cases: Record<string, Case> = {
  'a complete list': { lists: () => [{ number: 5 }], verdict: 'valid' },
  'nothing but an empty delta': { lists: () => [{ number: 6, base: 5 }], verdict: missing },
  'nothing but a delta with the certificate': {
    lists: (revoked) => [{ number: 6, base: 5, revoked }],
    verdict: missing,
  },
  'an empty delta to an empty list': {
    lists: () => [{ number: 5 }, { number: 6, base: 5 }],
    verdict: 'valid',
  },
  'a delta that revokes': {
    lists: (revoked) => [{ number: 5 }, { number: 6, base: 5, revoked }],
    verdict: isRevoked,
  },
  'a delta that revokes, given first': {
    lists: (revoked) => [{ number: 6, base: 5, revoked }, { number: 5 }],
    verdict: isRevoked,
  },
  'a delta that revokes, where the complete list names deltas': {
    lists: (revoked) => [
      { number: 5, extensions: [freshest] },
      { number: 6, base: 5, revoked },
    ],
    verdict: isRevoked,
  },
  'an empty delta to a list with the certificate': {
    lists: (revoked) => [
      { number: 5, revoked },
      { number: 6, base: 5 },
    ],
    verdict: isRevoked,
  },
  'an older delta before the newest, which revokes': {
    lists: (revoked) => [
      { number: 5 },
      { number: 6, base: 5, lastUpdate: older },
      { number: 7, base: 5, revoked },
    ],
    verdict: isRevoked,
  },
  'the newest delta, which revokes, before an older one': {
    lists: (revoked) => [
      { number: 5 },
      { number: 7, base: 5, revoked },
      { number: 6, base: 5, lastUpdate: older },
    ],
    verdict: isRevoked,
  },
  'a delta to a newer complete list than the one given': {
    lists: () => [{ number: 5 }, { number: 8, base: 7 }],
    verdict: missing,
  },
  'a delta that the complete list has overtaken': {
    lists: () => [{ number: 9 }, { number: 6, base: 5 }],
    verdict: 'valid',
  },
  'a delta of another scope': {
    lists: () => [{ number: 5 }, { number: 6, base: 5, extensions: [usersOnly] }],
    verdict: missing,
  },
  'a delta that revokes, of the same scope as its complete list': {
    lists: (revoked) => [
      { number: 5, extensions: [usersOnly] },
      { number: 6, base: 5, extensions: [usersOnly], revoked },
    ],
    verdict: isRevoked,
  },
  'nothing but a delta for some reasons': {
    lists: () => [{ number: 6, base: 5, extensions: [oneReason] }],
    verdict: missing,
  },
  'a delta with an indicator that is no number': {
    lists: () => [
      { number: 5 },
      { number: 6, extensions: [extension('551d1b', true, Uint8Array.of(5, 0))] },
    ],
    verdict: missing,
  },
};

export const deltaLists: Suite = ({ expect, loadShipped, test }) => {
  for (const [name, { lists, verdict }] of Object.entries(cases))
    test(`revocation lists: ${name}`, async () => {
      const ossl = await loadShipped();
      const root = await certify(ossl, 'Root');
      const leaf = await certify(ossl, 'Leaf', root);
      const made = lists([leaf.certificate.serial]);
      const crls = await Promise.all(made.map((one) => list(ossl, { ...one, issuer: root })));
      const options = { trusted: [root.certificate], crls, at };
      const found = await ossl.x509.verify(leaf.certificate, { ...options, crlCheck: 'leaf' });
      expect(found.valid ? 'valid' : found.reason).toContain(verdict);
      // Whoever wants no list to be looked at gets that.
      const unchecked = await ossl.x509.verify(leaf.certificate, { ...options, crlCheck: 'none' });
      expect(unchecked.valid).toBe(true);
      for (const { key } of [root, leaf]) key.free();
      expectNothingLeft(expect, ossl);
    });

  test('a delta of an authority that is none of the chain’s is told as well', async () => {
    const ossl = await loadShipped();
    const root = await certify(ossl, 'Root');
    const other = await certify(ossl, 'Other');
    const leaf = await certify(ossl, 'Leaf', root);
    const complete = await list(ossl, { issuer: root, number: 5 });
    const delta = await list(ossl, { issuer: other, number: 6, base: 5 });
    const options = { trusted: [root.certificate], at };
    expect(
      await ossl.x509.verify(leaf.certificate, { ...options, crls: [complete, delta] }),
    ).toMatchObject({
      valid: false,
      code: 3,
      depth: 0,
      certificate: { serial: leaf.certificate.serial },
    });
    const its = await list(ossl, { issuer: other, number: 5 });
    expect(
      await ossl.x509.verify(leaf.certificate, { ...options, crls: [complete, delta, its] }),
    ).toMatchObject({ valid: true });
    for (const { key } of [root, other, leaf]) key.free();
    expectNothingLeft(expect, ossl);
  });

  test('a delta that another has signed is no delta of this authority', async () => {
    const ossl = await loadShipped();
    const root = await certify(ossl, 'Root');
    const leaf = await certify(ossl, 'Leaf', root);
    const thief = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });

    const complete = await list(ossl, { issuer: root, number: 5 });
    const good = await list(ossl, { issuer: root, number: 6, base: 5 });
    const [tbs, algorithm] = der.members(good.toDer()) as [Uint8Array, Uint8Array];
    const signature = await ossl.sign(thief, tbs, { hash: 'SHA256' });
    const forged = await ossl.x509.parseCrl(
      der.element(
        der.SEQUENCE,
        tbs,
        algorithm,
        der.element(der.BIT_STRING, Uint8Array.of(0), signature),
      ),
    );
    const found = await ossl.x509.verify(leaf.certificate, {
      trusted: [root.certificate],
      crls: [complete, forged],
      at,
    });
    expect(found).toMatchObject({ valid: false, reason: 'CRL signature failure' });
    for (const { key } of [root, leaf]) key.free();
    thief.free();
    expectNothingLeft(expect, ossl);
  });
};
