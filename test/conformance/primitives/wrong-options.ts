// Options that can't be right.
import { at, authority, times } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const data = new TextEncoder().encode('data');

/** What the message says, and what is refused. */
type Wrong = [text: string, call: () => Promise<unknown>];

export const wrongOptions: Suite = ({ expect, loadShipped, test }) => {
  test('options of a wrong type or form are argument errors that say which', async () => {
    const ossl = await loadShipped();
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'Root' },
      issuerKey: key,
      extensions: authority,
    });
    const edwards = await ossl.generateKey({ algorithm: 'Ed448' });
    const rsa = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const { cms, x509 } = ossl;
    const trusted = [certificate];
    const verify = (options: object): Promise<unknown> =>
      x509.verify(certificate, { trusted, at, ...options });
    const terms = { ...times, subject: { CN: 'x' }, issuerKey: key };
    const dates = { lastUpdate: times.notBefore, nextUpdate: times.notAfter };
    const crl = { ...dates, issuer: certificate, issuerKey: key };
    const wrong: Wrong[] = [
      ...[
        'localhost',
        '1.2.3',
        '1.2.3.256',
        '1::2::3',
        '1:2:3:4:5:6:7:8:9',
        'g::',
        '1.2.3.4:5',
        ':::',
        '1:2',
      ].map((ip) => ['ip', () => verify({ ip })] as Wrong),
      ['ip', () => verify({ ip: 1 })],
      ['purpose', () => verify({ purpose: 'everything' })],
      ['purpose', () => verify({ purpose: 'toString' })],
      ['hostname', () => verify({ hostname: '' })],
      ['email', () => verify({ email: 'a\0b' })],
      ['crlCheck', () => verify({ crlCheck: 'some' })],
      ['authLevel', () => verify({ authLevel: 6 })],
      ['at', () => verify({ at: '2026-01-01' })],
      ['trusted', () => verify({ trusted: undefined })],
      ['trusted', () => verify({ trusted: certificate })],
      ['untrusted', () => verify({ untrusted: 'text' })],
      ['crls', () => verify({ crls: {} })],
      ['options', () => x509.verify(certificate, undefined as never)],
      ['certificate', () => x509.verify('text' as never, { trusted })],
      ['options', () => x509.createRequest(undefined as never)],
      ['options', () => x509.createCertificate(null as never)],
      ['options', () => x509.issue(undefined as never)],
      ['options', () => x509.createCrl(undefined as never)],
      [
        'extensions',
        () => x509.createRequest({ subject: { CN: 'x' }, key, extensions: null as never }),
      ],
      [
        'text',
        () =>
          x509.createRequest({ subject: { CN: 'x' }, key, extensions: { keyUsage: 1 as never } }),
      ],
      ['text', () => x509.createRequest({ subject: { CN: null as never }, key })],
      ['name', () => x509.createRequest({ key } as never)],
      ['notAfter', () => x509.createCertificate({ ...terms, notAfter: '2030' as never })],
      ['serial', () => x509.createCertificate({ ...terms, serial: 7 as never })],
      ['digest', () => x509.createCertificate({ ...terms, hash: 256 as never })],
      ['issuer', () => x509.issue({ ...terms, request: 'x' } as never)],
      [
        'copyExtensions',
        () =>
          x509.issue({
            ...terms,
            issuer: certificate,
            request: 'x',
            copyExtensions: 'all' as never,
          }),
      ],
      ['revoked', () => x509.createCrl({ ...crl, revoked: 'all' as never })],
      ['revoked', () => x509.createCrl({ ...crl, revoked: ['0A' as never] })],
      ['serial', () => x509.createCrl({ ...crl, revoked: [{ serial: 'xyz', date: at }] })],
      ['options', () => ossl.encrypt(rsa, data, null as never)],
      ['padding', () => ossl.encrypt(rsa, data, { padding: 'none' as never })],
      ['padding', () => ossl.decrypt(rsa, data, { padding: 'none' as never })],
      ['padding', () => ossl.sign(rsa, data, { padding: 'none' as never })],
      ...[{ hash: 'SHA256' }, { mgf1Hash: 'SHA1' }, { label: data }].flatMap((option) => [
        ['OAEP', () => ossl.encrypt(rsa, data, { padding: 'pkcs1', ...option })] as Wrong,
        ['OAEP', () => ossl.decrypt(rsa, data, { padding: 'pkcs1', ...option })] as Wrong,
      ]),
      ['context', () => ossl.sign(edwards, data, { context: 'ab' as never })],
      ['label', () => ossl.encrypt(rsa, data, { label: 'ab' as never })],
      ['key', () => ossl.encapsulate('text' as never)],
      ['CERTIFICATE', () => x509.parseCertificate(7 as never)],
      ['CRL', () => x509.parseCrl(undefined as never)],
      ['options', () => cms.sign(data, undefined as never)],
      ['signers', () => cms.sign(data, {} as never)],
      ['signer', () => cms.sign(data, { signers: [null as never] })],
      ['signer', () => cms.sign(data, { signers: [] })],
      ['certificate', () => cms.sign(data, { signers: [{ key } as never] })],
      ['trusted', () => cms.verify('x', {} as never)],
      ['bytes', () => cms.verify(7 as never, { trusted })],
      ['recipients', () => cms.encrypt(data, {} as never)],
      ['recipient', () => cms.encrypt(data, { recipients: [] })],
      ['cipher', () => cms.encrypt(data, { recipients: trusted, cipher: 1 as never })],
      ['options', () => cms.decrypt('x', undefined as never)],
    ];
    for (const [text, call] of wrong) {
      const error = await rejection(call());
      expect(error, `${text}: ${String(error)}`).toMatchObject({ code: 'argument' });
      expect((error as Error).message).toContain(text);
    }
    for (const ip of [
      '192.0.2.1',
      '::',
      '::1',
      '2001:db8::',
      '::ffff:192.0.2.1',
      '1:2:3:4:5:6:7:8',
      '1:2:3:4:5:6:1.2.3.4',
    ])
      expect(await verify({ ip })).toMatchObject({ reason: 'IP address mismatch' });
    for (const one of [key, edwards, rsa]) one.free();
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
