// Digests and HMAC, of bytes and of streams.
import type { ByteInput, OpenSSLError } from '../../../src/index.js';
import { hex } from '../../support/bytes.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { rejection, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** FIPS 180-4 and FIPS 202: the examples for "abc"; SHAKE with 32 bytes of output. */
const ofAbc: [string, string, number?][] = [
  ['SHA1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['SHA256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'SHA512',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  ],
  ['SHA3-256', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'],
  ['SHAKE128', '5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8', 32],
  ['SHAKE256', '483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739', 32],
];

/** RFC 4231, cases 1, 2 and 6: hash and result. */
const hmacs: [string, Uint8Array, Uint8Array, string][] = [
  [
    'SHA256',
    new Uint8Array(20).fill(0x0b),
    text('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'SHA256',
    text('Jefe'),
    text('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'SHA256',
    new Uint8Array(131).fill(0xaa),
    text('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
];

function* chunked(data: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

/** One chunk, then whatever `then` does; says whether the iterator was closed. */
function source(then: () => Promise<void>): {
  stream: AsyncIterable<Uint8Array>;
  closed: () => boolean;
} {
  let closed = false;
  async function* stream(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        yield new Uint8Array(1000);
        await then();
      }
    } finally {
      closed = true;
    }
  }
  return { stream: stream(), closed: () => closed };
}

export const digest: Suite = ({ expect, loadShipped, test }) => {
  test('digests of FIPS 180-4 and FIPS 202, at once and as a stream', async () => {
    const ossl = await loadShipped();
    for (const [algorithm, expected, length] of ofAbc) {
      expect(hex(await ossl.digest(algorithm, text('abc'), { length }))).toBe(expected);
      const stream = [text('a'), text(''), text('bc')];
      expect(hex(await ossl.digest(algorithm, stream, { length }))).toBe(expected);
    }
    expect(hex(await ossl.digest('SHA256', new Uint8Array(0)))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(await ossl.digest('SHAKE256', text('abc'), { length: 1000 })).toHaveLength(1000);
    expectNothingLeft(expect, ossl);
  });

  test('HMAC of RFC 4231, at once and as a stream', async () => {
    const ossl = await loadShipped();
    for (const [hash, key, data, expected] of hmacs) {
      expect(hex(await ossl.hmac(hash, key, data))).toBe(expected);
      expect(hex(await ossl.hmac(hash, key, chunked(data, 3)))).toBe(expected);
    }
    expect(await ossl.hmac('SHA256', new Uint8Array(0), text('no key'))).toHaveLength(32);
    expectNothingLeft(expect, ossl);
  });

  test('however a stream is cut, it has the digest of the whole', async () => {
    const ossl = await loadShipped();
    const data = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) >> 3);
    const whole = hex(await ossl.digest('SHA256', data));
    for (const size of [17, 64, 1000, 16383, 16384, 16385, 50_000, 70_000]) {
      const pieces: ByteInput = chunked(data, size);
      expect(hex(await ossl.digest('SHA256', pieces))).toBe(whole);
      const web = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const piece of chunked(data, size)) controller.enqueue(piece);
          controller.close();
        },
      });
      expect(hex(await ossl.digest('SHA256', web))).toBe(whole);
    }
    expectNothingLeft(expect, ossl);
  });

  test('bytes in memory let the event loop have its turns, and can be cancelled', async () => {
    const ossl = await loadShipped();
    const data = new Uint8Array(64 * 2 ** 20);
    await ossl.digest('SHA256', data);
    const { pauses } = ossl.stats().jobs;
    expect(pauses).toBeGreaterThan(3);
    const abort = new AbortController();
    const run = rejection(ossl.hmac('SHA256', text('key'), data, { signal: abort.signal }));
    await until(() => ossl.stats().jobs.pauses > pauses);
    abort.abort();
    expect(await run).toMatchObject({ code: 'aborted' });
    expectNothingLeft(expect, ossl);
  });

  test('what a stream throws is the cause', async () => {
    const ossl = await loadShipped();
    const cause = new RangeError('the disk is gone');
    const { stream } = source(() => Promise.reject(cause));
    const error = (await rejection(ossl.digest('SHA256', stream))) as OpenSSLError;
    expect(error).toMatchObject({ code: 'openssl' });
    expect(error.cause).toBe(cause);
    expectNothingLeft(expect, ossl);
  });

  test('cancelling closes the iterator of the stream', async () => {
    const ossl = await loadShipped();
    const abort = new AbortController();
    const { closed, stream } = source(() => later());
    const run = rejection(ossl.digest('SHA256', stream, { signal: abort.signal }));
    await until(() => ossl.stats().jobs.pauses > 3);
    abort.abort();
    expect(await run).toMatchObject({ code: 'aborted' });
    await until(closed);
    expectNothingLeft(expect, ossl);
  });

  test('bad arguments, unknown algorithms and lengths that do not fit', async () => {
    const ossl = await loadShipped();
    const data = text('abc');
    for (const run of [
      ossl.digest('', data),
      ossl.digest(1 as never, data),
      ossl.digest('SHA256', 'abc' as never),
      ossl.digest('SHAKE256', data, { length: 0 }),
      ossl.digest('SHAKE256', data, { length: 1.5 }),
      ossl.hmac('SHA256', 'key' as never, data),
    ])
      expect(await rejection(run)).toMatchObject({ code: 'argument' });
    for (const run of [
      ossl.digest('SHA257', data),
      ossl.digest('SHAKE256', data),
      ossl.digest('SHA256', data, { length: 16 }),
      ossl.hmac('SHA257', data, data),
    ])
      expect(await rejection(run)).toMatchObject({ code: 'openssl' });
    expectNothingLeft(expect, ossl);
  });
};
