// JSON Web Keys: published examples, and what is wrong is refused with the member's name.
import type { Jwk } from '../../../src/index.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

export const jwk: Suite = ({ expect, loadShipped, test }) => {
  test('the examples of RFC 7517, RFC 8037 and RFC 9964', async () => {
    const ossl = await loadShipped();
    const examples: Jwk[] = [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
        y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
        d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
      },
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
        d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
      },
    ];
    for (const jwk of examples) {
      using key = await ossl.keys.import(jwk);
      expect(await ossl.keys.export(key, { format: 'jwk-private' })).toEqual(jwk);
    }
    // PKCS#8 with nothing but the seed, as RFC 9881 has it: 32 zeros
    const head = '3034020100300b060960864801650304031104228020';
    const bytes = Uint8Array.from((head + '00'.repeat(32)).match(/../g) ?? [], (two) =>
      parseInt(two, 16),
    );
    using seeded = await ossl.keys.import(bytes);
    const { alg, kty, priv, pub } = await ossl.keys.export(seeded, { format: 'jwk-private' });
    expect([kty, alg, priv]).toEqual(['AKP', 'ML-DSA-44', 'A'.repeat(43)]);
    const thumbprint = await ossl.digest(
      'SHA256',
      new TextEncoder().encode(JSON.stringify({ alg, kty, pub })),
    );
    expect(btoa(String.fromCharCode(...thumbprint))).toBe(
      'T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21+gyo0Gu6o=',
    );
    expectNothingLeft(expect, ossl);
  });

  test('WebCrypto writes what is read here, and reads what is written here', async () => {
    const ossl = await loadShipped();
    const { subtle } = globalThis.crypto;
    const algorithms = [
      {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        modulusLength: 2048,
        publicExponent: Uint8Array.of(1, 0, 1),
      },
      ...['P-256', 'P-384', 'P-521'].map((namedCurve) => ({ name: 'ECDSA', namedCurve })),
    ];
    for (const algorithm of algorithms) {
      const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
      using key = await ossl.keys.import(await subtle.exportKey('jwk', pair.privateKey));
      using open = await ossl.keys.import(await subtle.exportKey('jwk', pair.publicKey));
      expect([key.equals(open), key.hasPrivate, open.hasPrivate]).toEqual([true, true, false]);
      const pkcs8 = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
      using same = await ossl.keys.import(pkcs8);
      expect(key.toDer()).toEqual(same.toDer());
      const jwk = await ossl.keys.export(key, { format: 'jwk-private' });
      const there = await subtle.importKey('jwk', jwk as JsonWebKey, algorithm, true, ['sign']);
      using back = await ossl.keys.import(await subtle.exportKey('jwk', there));
      expect(back.toDer()).toEqual(key.toDer());
    }
    expectNothingLeft(expect, ossl);
  });

  test('JWKs whose members are wrong say which', async () => {
    const ossl = await loadShipped();
    using rsaKey = await ossl.keys.generate({ algorithm: 'RSA', bits: 1024 });
    using ecKey = await ossl.keys.generate({ algorithm: 'EC', curve: 'P-256' });
    using edKey = await ossl.keys.generate({ algorithm: 'Ed25519' });
    using mlKey = await ossl.keys.generate({ algorithm: 'ML-DSA-44' });
    const [rsa, ec, ed, ml] = await Promise.all(
      [rsaKey, ecKey, edKey, mlKey].map((key) => ossl.keys.export(key, { format: 'jwk-private' })),
    );
    const members = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;
    const other = { n: 'n', e: 'd', d: 'd', p: 'n', q: 'n', dp: 'dp', dq: 'dq', qi: 'qi' };
    const bad: [jwk: object, member: string][] = [
      ...members.flatMap((name): [object, string][] => {
        const text = rsa?.[name] ?? '';
        // the third last bit of the number: it stays odd, and becomes another
        const changed = text.slice(0, -3) + (text.at(-3) === 'A' ? 'B' : 'A') + text.slice(-2);
        return [
          [{ ...rsa, [name]: name === 'e' ? 'AQAD' : changed }, other[name]],
          [{ ...rsa, [name]: undefined }, name],
          [{ ...rsa, [name]: 'AQAB'.repeat(1000) }, name],
          [{ ...rsa, [name]: 'AAEAAQ' }, name],
          [{ ...rsa, [name]: '' }, name],
          [{ ...rsa, [name]: 5 }, name],
        ];
      }),
      [{ ...rsa, oth: [] }, 'oth'],
      [{ ...rsa, n: 'AQAB' }, 'n'],
      [{ ...ec, x: ec?.y }, 'x and y'],
      [{ ...ec, d: ec?.x }, 'd'],
      [{ ...ec, d: 'A'.repeat(43) }, 'd'],
      [{ ...ec, d: '_'.repeat(42) + '8' }, 'd'],
      [{ ...ec, x: ec?.x?.slice(4) }, 'x'],
      [{ ...ec, x: `AAAA${ec?.x ?? ''}` }, 'x'],
      [{ ...ec, y: undefined }, 'y'],
      [{ ...ec, crv: 'P-384' }, 'x'],
      [{ ...ec, crv: 'P-224' }, 'crv'],
      [{ ...ed, x: ec?.x }, 'd'],
      [{ ...ed, x: `${ed?.x ?? ''}=` }, 'x'],
      [{ ...ed, x: `${ed?.x?.slice(0, -1) ?? ''}B` }, 'x'],
      [{ ...ed, crv: 'Ed448' }, 'x'],
      [{ ...ml, priv: ed?.d }, 'priv'],
      [{ ...ml, alg: 'ML-DSA-65' }, 'pub'],
      [{ ...ml, alg: undefined }, 'alg'],
      [{ kty: 'oct', k: 'AAAA' }, 'kty'],
      [{ kty: 'Oct' }, 'kty'],
      [{}, 'kty'],
    ];
    for (const [jwk, member] of bad) {
      const error = await rejection(ossl.keys.import(jwk));
      expect(error).toMatchObject({ code: 'argument' });
      expect((error as Error).message).toMatch(new RegExp(`^The members? ${member} of the JWK`));
    }
    expectNothingLeft(expect, ossl);
  });
};
