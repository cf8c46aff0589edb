// Signed messages with several signers, and with certificates that are not the signers': whose is whose.
import type { Certificate, GenerateKeyOptions, Key, OpenSSL } from '../../../src/index.js';
import { authority, times } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const content = new TextEncoder().encode('what is to be signed');

const kinds: Record<string, GenerateKeyOptions> = {
  RSA: { algorithm: 'RSA', bits: 1024 },
  EC: { algorithm: 'EC', curve: 'P-256' },
  'another EC': { algorithm: 'EC', curve: 'P-256' },
};

interface Person {
  readonly key: Key;
  readonly certificate: Certificate;
}

/** A root, an authority below it, and some people with certificates of that authority. */
async function people(ossl: OpenSSL): Promise<{
  root: Person;
  middle: Person;
  all: Person[];
  free: () => void;
}> {
  const make = async (name: string, issuer?: Person, options = kinds['EC']): Promise<Person> => {
    const key = await ossl.generateKey(options as GenerateKeyOptions);
    const certificate = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: name },
      ...(issuer && { issuer: issuer.certificate, publicKey: key }),
      issuerKey: issuer?.key ?? key,
      hash: 'SHA256',
      ...(name === 'Root' || name === 'Middle' ? { extensions: authority } : {}),
    });
    return { key, certificate };
  };
  const root = await make('Root');
  const middle = await make('Middle', root);
  const all: Person[] = [];
  for (const [name, options] of Object.entries(kinds)) all.push(await make(name, middle, options));
  const free = (): void => {
    for (const { key } of [root, middle, ...all]) key.free();
  };
  return { root, middle, all, free };
}

export const signers: Suite = ({ expect, loadShipped, test }) => {
  for (const attributes of [true, false])
    for (const detached of [true, false])
      test(`one and several signers, ${attributes ? 'with' : 'without'} signed attributes, ${detached ? 'detached' : 'attached'}: the certificates that go along are not taken for the signers'`, async () => {
        const ossl = await loadShipped();
        const { all, free, middle, root } = await people(ossl);
        const trusted = [root.certificate];
        const outside = detached ? { content } : {};
        const check = async (some: Person[], certificates: Certificate[]): Promise<void> => {
          const message = await ossl.cms.sign(content, {
            ...{ signers: some, certificates, attributes, detached, hash: 'SHA256' },
          });
          const found = await ossl.cms.verify(message, { trusted, ...outside });
          expect(found).toEqual(detached ? undefined : content);
          // what is carried along is only a help: nobody trusts it
          const error = await rejection(
            ossl.cms.verify(message, {
              trusted: [some[0]?.certificate as Certificate],
              ...outside,
            }),
          );
          expect(error).toMatchObject({ code: 'openssl' });
        };
        const others = [middle.certificate, root.certificate];
        for (const some of [...all.map((one) => [one]), all.slice(0, 2), all, [...all].reverse()]) {
          await check(some, others);
          await check(some, [...others].reverse());
          // certificates of people who do not sign, before and behind those of the chain
          const rest = all.filter((one) => !some.includes(one)).map((one) => one.certificate);
          await check(some, [...rest, ...others]);
          await check(some, [...others, ...rest, ...some.map((one) => one.certificate)]);
        }
        free();
        expect(ossl.stats()).toMatchObject(nothing);
      });

  test("a key with another's certificate is refused, whatever certificates go along and wherever it stands", async () => {
    const ossl = await loadShipped();
    const { all, free, middle, root } = await people(ossl);
    const [rsa, ec, another] = all as [Person, Person, Person];
    const swapped = [
      { key: ec.key, certificate: another.certificate },
      { key: another.key, certificate: ec.certificate },
    ];
    const others = [middle.certificate, root.certificate, ...all.map((one) => one.certificate)];
    for (const some of [
      [swapped[0]],
      swapped,
      [rsa, ...swapped],
      [...swapped, rsa],
      [{ key: rsa.key, certificate: ec.certificate }],
    ] as Person[][])
      for (const certificates of [[], others]) {
        const signing = ossl.cms.sign(content, { signers: some, certificates, hash: 'SHA256' });
        expect(await rejection(signing)).toMatchObject({ code: 'openssl' });
      }
    free();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a message without the authority between verifies with it at hand only', async () => {
    const ossl = await loadShipped();
    const { all, free, middle, root } = await people(ossl);
    const trusted = [root.certificate];
    const message = await ossl.cms.sign(content, { signers: all, hash: 'SHA256' });
    expect(await rejection(ossl.cms.verify(message, { trusted }))).toMatchObject({
      code: 'openssl',
    });
    const certificates = [...all.map((one) => one.certificate), middle.certificate];
    expect(await ossl.cms.verify(message, { trusted, certificates })).toEqual(content);
    free();
  });
};
