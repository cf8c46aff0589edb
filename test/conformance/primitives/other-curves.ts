// CVE-2026-54872: on curves without code of their own, the sums that make all secrets equally long are computed at one
// length here (wasm/upstream/checked/ec_mult.c). How long it takes can't be told in a test; that the results are right can, for
// the secrets on both sides of where a carry decides. Verifying computes in another way, so it is the judge. These pass
// with plain 3.5.7 too.
import type { OpenSSL } from '../../../src/index.js';
import * as der from '../../support/der.js';
import { hex } from '../../support/bytes.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import type { Suite } from '../../support/suite.js';

interface Curve {
  readonly oid: string;
  /** The number of points. */
  readonly order: bigint;
  /** Of the base point, in hex: RFC 5639, SEC 2. */
  readonly x: string;
}

const curves: Record<string, Curve> = {
  brainpoolP256r1: {
    oid: '2b2403030208010107',
    order: 0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7n,
    x: '8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262',
  },
  secp256k1: {
    oid: '2b8104000a',
    order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    x: '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
  },
};

/** A private key without its public part, which OpenSSL has to compute: PKCS#8, RFC 5915. */
function privateKey({ oid }: Curve, secret: bigint): Uint8Array {
  return der.element(
    der.SEQUENCE,
    der.small(0),
    der.element(der.SEQUENCE, der.identifier('2a8648ce3d0201'), der.identifier(oid)),
    der.element(
      der.OCTET_STRING,
      der.element(
        der.SEQUENCE,
        der.small(1),
        der.element(der.OCTET_STRING, der.fromHex(secret.toString(16).padStart(64, '0'))),
      ),
    ),
  );
}

const data = new TextEncoder().encode('data');

/** The x coordinate of the public key, of which the signature of its private one verifies. */
async function publicX(ossl: OpenSSL, curve: Curve, secret: bigint): Promise<string> {
  const key = await ossl.keys.import(privateKey(curve, secret));
  const signature = await ossl.sign(key, data, { hash: 'SHA256' });
  const other = ossl.keys.importPublic(key.publicToDer());
  const holds = await ossl.verify(other, signature, data, { hash: 'SHA256' });
  const point = hex(key.publicToDer()).slice(-128);
  key.free();
  other.free();
  return holds ? point.slice(0, 64) : 'does not verify';
}

export const otherCurves: Suite = ({ expect, loadShipped, test }) => {
  for (const [name, curve] of Object.entries(curves))
    test(`CVE-2026-54872: a point times a secret of any length is right: ${name}`, async () => {
      const ossl = await loadShipped();
      const { order, x } = curve;
      expect(await publicX(ossl, curve, 1n)).toBe(x);
      expect(await publicX(ossl, curve, order - 1n)).toBe(x);
      // Where secret + order, and secret + twice the order, just fill the words, and just do not.
      const edges = [
        2n ** 256n - order,
        2n ** 257n - 2n * order,
        2n ** 192n,
        2n ** 64n,
        order / 2n,
      ];
      const secrets = edges.flatMap((edge) => [edge - 1n, edge, edge + 1n]);
      const asked = new Set(secrets.filter((secret) => secret > 0n && secret < order));
      expect(asked.size).toBeGreaterThan(8);
      const found = new Set<string>();
      for (const secret of asked) {
        const own = await publicX(ossl, curve, secret);
        expect(own, String(secret)).toMatch(/^[\da-f]{64}$/);
        // A point and its negative have the same x.
        expect(await publicX(ossl, curve, order - secret)).toBe(own);
        found.add(own);
      }
      expect(found.size).toBeGreaterThan(8);
      expectNothingLeft(expect, ossl);
    });

  test('CVE-2026-54872: what both sides derive is the same on such a curve', async () => {
    const ossl = await loadShipped();
    const curve = curves['brainpoolP256r1'] as Curve;
    const carry = 2n ** 256n - curve.order;
    for (const [one, other] of [
      [carry, carry - 1n],
      [3n, curve.order - 2n],
    ] as const) {
      const [left, right] = await Promise.all(
        [one, other].map((secret) => ossl.keys.import(privateKey(curve, secret))),
      );
      if (!left || !right) throw new Error('Two keys');
      const mine = await ossl.deriveBits(left, right);
      const its = await ossl.deriveBits(right, left);
      expect(mine).toEqual(its);
      const product = (one * other) % curve.order;
      expect(hex(mine)).toBe(await publicX(ossl, curve, product));
      left.free();
      right.free();
    }
    expectNothingLeft(expect, ossl);
  });
};
