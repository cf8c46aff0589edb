// Damaged requests, certificates, revocation lists and messages: 10,000 mutations of each give a value or a typed
// error, no trap and no leak. A failure names the bytes, so that it can be tried again alone.
import {
  type Certificate,
  type CmsMessage,
  type Key,
  type OpenSSL,
  OpenSSLError,
} from '../../../src/index.js';
import { sameBytes } from '../../support/bytes.js';
import { at, authority, times } from '../../support/certificates.js';
import { mutated, numbers } from '../../support/faults/mutate.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { scaled, type Suite } from '../../support/suite.js';

const COUNT = 10_000;
const BATCH = 100;
const content = new TextEncoder().encode('The content of the message, longer than a block or two');

interface Objects {
  readonly rootKey: Key;
  readonly leafKey: Key;
  readonly rsaKey: Key;
  readonly root: Certificate;
  readonly leaf: Certificate;
  readonly rsa: Certificate;
}

async function objects(ossl: OpenSSL): Promise<Objects> {
  const ec = { algorithm: 'EC', curve: 'P-256' } as const;
  const [rootKey, leafKey] = [await ossl.generateKey(ec), await ossl.generateKey(ec)];
  const rsaKey = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
  const terms = { ...times, issuerKey: rootKey, hash: 'SHA256' };
  const root = await ossl.x509.createCertificate({
    ...terms,
    subject: { CN: 'Root', O: ['One', 'Zwei, 東京'] },
    extensions: {
      ...authority,
      nameConstraints: 'permitted;DNS:example.org,permitted;IP:192.0.2.0/255.255.255.0',
    },
  });
  const leaf = await ossl.x509.createCertificate({
    ...terms,
    subject: { CN: 'example.org' },
    issuer: root,
    publicKey: leafKey,
    extensions: {
      basicConstraints: 'critical,CA:FALSE',
      keyUsage: 'digitalSignature,keyAgreement',
      extendedKeyUsage: 'serverAuth,emailProtection',
      subjectAltName:
        'DNS:example.org,DNS:*.example.org,IP:192.0.2.1,IP:2001:db8::1,URI:https://example.org/,email:a@example.org',
      subjectKeyIdentifier: 'hash',
      authorityKeyIdentifier: 'keyid:always,issuer:always',
      authorityInfoAccess: 'OCSP;URI:http://ocsp.example.org/',
      crlDistributionPoints: 'URI:http://example.org/ca.crl',
      certificatePolicies: '1.2.3.4,2.5.29.32.0',
    },
  });
  const rsa = await ossl.x509.createCertificate({
    ...terms,
    subject: { CN: 'RSA' },
    issuer: root,
    publicKey: rsaKey,
  });
  return { rootKey, leafKey, rsaKey, root, leaf, rsa };
}

/** Whether some bytes stand in others. */
function contains(all: Uint8Array, part: Uint8Array): boolean {
  const text = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return text(all).includes(text(part));
}

/** The part of a certificate that is signed. */
function signedPart(der: Uint8Array): Uint8Array {
  const length = ((der[6] as number) << 8) | (der[7] as number); // behind two headers of four bytes
  return der.subarray(4, 8 + length);
}

export const damagedObjects: Suite = ({ expect, loadShipped, scale, test }) => {
  const count = scaled(COUNT, scale);

  /**
   * Tries all the mutations, and the first of them again, by which the memory must not grow any more.
   * @param attempt - gives false for what is refused without an error; throws a text for what must not be
   */
  const damage = async (
    ossl: OpenSSL,
    seed: number,
    originals: readonly Uint8Array[],
    attempt: (damaged: Uint8Array) => Promise<boolean>,
  ): Promise<void> => {
    const tally = { taken: 0, refused: 0 };
    const one = async (original: Uint8Array, next: (below: number) => number): Promise<void> => {
      const damaged = mutated(original, next);
      if (sameBytes(damaged, original)) return;
      try {
        tally[(await attempt(damaged)) ? 'taken' : 'refused']++;
      } catch (error) {
        const isTyped =
          error instanceof OpenSSLError && error.code === 'openssl' && error.errors.length > 0;
        if (!isTyped)
          throw new Error(`${String(error)} of ${btoa(String.fromCharCode(...damaged))}`, {
            cause: error,
          });
        tally.refused++;
      }
    };
    const rounds = async (wanted: number): Promise<void> => {
      const next = numbers(seed);
      for (let round = 0; round < wanted; round += BATCH)
        await Promise.all(
          Array.from({ length: BATCH }, (_, index) =>
            one(originals[index % originals.length] as Uint8Array, next),
          ),
        );
    };
    await rounds(count);
    ossl.cleanupThread(); // with the error queues of its jobs
    const { heap } = ossl.stats().memory;
    await rounds(count / 5); // what OpenSSL keeps for later it has now
    ossl.cleanupThread();
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 8192);
    expect(tally.refused).toBeGreaterThan(count / 10);
    expect(ossl.dead).toBeUndefined();
    expectNothingLeft(expect, ossl);
  };

  test('damaged requests', async () => {
    const ossl = await loadShipped();
    const { leafKey, rsaKey } = await objects(ossl);
    const extensions = {
      subjectAltName: 'DNS:example.org,IP:192.0.2.1',
      keyUsage: 'critical,digitalSignature',
    };
    const originals: Uint8Array[] = [];
    for (const key of [leafKey, rsaKey])
      originals.push(
        (
          await ossl.x509.createRequest({ subject: { CN: 'x', OU: ['a', 'b'] }, key, extensions })
        ).toDer(),
      );
    await damage(
      ossl,
      11,
      originals,
      async (der) => (await ossl.x509.parseRequest(der)).isSignatureValid,
    );
  });

  test('damaged certificates, at either end of a chain', async () => {
    const ossl = await loadShipped();
    const { leaf, root } = await objects(ossl);
    const parts = [leaf, root].map((certificate) => signedPart(certificate.toDer()));
    await damage(ossl, 13, [leaf.toDer(), root.toDer()], async (der) => {
      const read = await ossl.x509.parseCertificate(der);
      read.print();
      const options = {
        at,
        purpose: 'sslserver',
        hostname: 'www.example.org',
        ip: '192.0.2.1',
      } as const;
      const asLeaf = await ossl.x509.verify(read, { ...options, trusted: [root] });
      if (asLeaf.valid && !parts.some((part) => contains(der, part)))
        throw new Error('it verifies');
      const asRoot = await ossl.x509.verify(leaf, { ...options, trusted: [read] });
      return asLeaf.valid || asRoot.valid;
    });
  });

  test('damaged revocation lists, also in use', async () => {
    const ossl = await loadShipped();
    const { leaf, root, rootKey } = await objects(ossl);
    const list = await ossl.x509.createCrl({
      issuer: root,
      issuerKey: rootKey,
      lastUpdate: times.notBefore,
      nextUpdate: times.notAfter,
      number: 7,
      revoked: [
        { serial: '0A', date: at, reason: 3 },
        { serial: leaf.serial, date: at, reason: 1 },
      ],
      hash: 'SHA256',
    });
    await damage(ossl, 17, [list.toDer()], async (der) => {
      const read = await ossl.x509.parseCrl(der);
      const found = await ossl.x509.verify(leaf, {
        trusted: [root],
        crls: [read],
        crlCheck: 'leaf',
        at,
      });
      if (found.valid) throw new Error('a revoked certificate verifies');
      return found.code === 23; // X509_V_ERR_CERT_REVOKED
    });
  });

  test('damaged signed messages', async () => {
    const ossl = await loadShipped();
    const { leaf, leafKey, root } = await objects(ossl);
    const sign = (attributes: boolean): Promise<CmsMessage> =>
      ossl.cms.sign(content, {
        signers: [{ certificate: leaf, key: leafKey }],
        attributes,
        hash: 'SHA256',
      });
    const originals = [(await sign(true)).toDer(), (await sign(false)).toDer()];
    await damage(ossl, 19, originals, async (der) => {
      const got = await ossl.cms.verify(der, { trusted: [root] });
      if (!sameBytes(got, content)) throw new Error('other content verifies');
      return true;
    });
  });

  test('damaged detached signatures, and damaged content', async () => {
    const ossl = await loadShipped();
    const { leaf, leafKey, root } = await objects(ossl);
    const signers = [{ certificate: leaf, key: leafKey }];
    const message = (
      await ossl.cms.sign(content, { signers, detached: true, hash: 'SHA256' })
    ).toDer();
    await damage(ossl, 23, [message, content], async (damaged) => {
      const isContent = !contains(damaged, message.subarray(15, 25));
      const [der, bytes] = isContent ? [message, damaged] : [damaged, content];
      await ossl.cms.verify(der, { trusted: [root], content: bytes });
      if (isContent && damaged.length < content.length * 3)
        throw new Error('other content verifies');
      return true;
    });
  });

  test('damaged messages to RSA and EC recipients', async () => {
    const ossl = await loadShipped();
    const { leaf, leafKey, rsa, rsaKey } = await objects(ossl);
    for (const [certificate, key] of [
      [rsa, rsaKey],
      [leaf, leafKey],
    ] as const) {
      const message = (await ossl.cms.encrypt(content, { recipients: [certificate] })).toDer();
      await damage(ossl, 29, [message], async (der) => {
        await ossl.cms.decrypt(der, { certificate, key });
        return true;
      });
    }
  });
};
