// Results that go to a web stream: C's write pauses while that is full.
import type { CmsSigner, OpenSSL, OpenSSLError } from '../../../src/index.js';
import { sameBytes } from '../../support/bytes.js';
import { at, family, freeAll } from '../../support/certificates.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const MIB = 2 ** 20;

/** So many chunks of a MiB; says how many were taken. */
function source(count: number): { stream: AsyncGenerator<Uint8Array>; taken: () => number } {
  let taken = 0;
  async function* stream(): AsyncGenerator<Uint8Array> {
    while (taken < count) {
      await Promise.resolve();
      yield new Uint8Array(MIB).fill(++taken);
    }
  }
  return { stream: stream(), taken: () => taken };
}

/** Keeps what is written, and how it ended. */
function sink(write: (chunk: Uint8Array) => Promise<void> | void = () => undefined): {
  to: WritableStream<Uint8Array>;
  size: () => number;
  bytes: () => Promise<Uint8Array>;
  end: () => unknown;
} {
  const chunks: Uint8Array[] = [];
  let end: unknown = 'open';
  const to = new WritableStream<Uint8Array>({
    write: (chunk) => {
      chunks.push(chunk);
      return write(chunk);
    },
    close: () => {
      end = 'closed';
    },
    abort: (reason) => {
      end = reason;
    },
  });
  return {
    to,
    size: () => chunks.reduce((sum, { length }) => sum + length, 0),
    bytes: async () =>
      new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer()),
    end: () => end,
  };
}

export const streams: Suite = ({ expect, loadShipped, test }) => {
  const start = async (): Promise<{ ossl: OpenSSL; signer: CmsSigner; end: () => void }> => {
    const ossl = await loadShipped();
    const all = await family(ossl);
    const signer = { key: all.rootKey, certificate: all.root };
    return {
      ossl,
      signer,
      end: () => {
        freeAll(all);
        expect(ossl.stats()).toMatchObject(nothing);
      },
    };
  };

  test('a message that is written to a stream is verified, as DER, PEM and S/MIME', async () => {
    const { end, ossl, signer } = await start();
    const content = new TextEncoder().encode('one line\r\nand another\r\n'.repeat(10_000));
    for (const format of ['der', 'pem', 'smime'] as const)
      for (const detached of [false, true]) {
        const { bytes, end: ended, to } = sink();
        await ossl.cms.sign([content.slice(0, 1000), content.slice(1000)], {
          signers: [signer],
          hash: 'SHA256',
          format,
          detached,
          to,
        });
        expect(ended()).toBe('closed');
        expect(to.locked).toBe(false);
        const message = await bytes();
        const trusted = [signer.certificate];
        const out = sink();
        const outside = detached && format !== 'smime' ? { content: [content] } : {};
        await ossl.cms.verify([message], { trusted, ...outside, to: out.to });
        expect(sameBytes(await out.bytes(), content)).toBe(true);
        if (!('content' in outside))
          expect(sameBytes(await ossl.cms.verify(message, { trusted }), content)).toBe(true);
      }
    end();
  });

  test('an empty content is a content, of bytes and of a stream', async () => {
    const { end, ossl, signer } = await start();
    const trusted = [signer.certificate];
    for (const format of ['der', 'pem', 'smime'] as const)
      for (const detached of [false, true])
        for (const content of [new Uint8Array(0), [], [new Uint8Array(0)]]) {
          const out = sink();
          const options = { signers: [signer], hash: 'SHA256', detached, format };
          await ossl.cms.sign(content, { ...options, to: out.to });
          const message = await ossl.cms.sign(content, options);
          for (const one of [await out.bytes(), message])
            if (detached && format !== 'smime') await ossl.cms.verify(one, { trusted, content });
            else expect(await ossl.cms.verify(one, { trusted })).toHaveLength(0);
        }
    end();
  });

  test('what is encrypted to a stream is decrypted to another', async () => {
    const { end, ossl } = await start();
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await ossl.x509.createCertificate({
      subject: { CN: 'reader' },
      issuerKey: key,
      notBefore: at,
      notAfter: new Date(at.getTime() + 1e9),
    });
    for (const cipher of ['AES-256-CBC', 'AES-256-GCM']) {
      const { stream } = source(3);
      const message = sink();
      await ossl.cms.encrypt(stream, { recipients: [certificate], cipher, to: message.to });
      expect(message.size()).toBeGreaterThan(3 * MIB);
      const content = sink();
      await ossl.cms.decrypt([await message.bytes()], { key, certificate, to: content.to });
      expect(content.end()).toBe('closed');
      const empty = sink();
      await ossl.cms.encrypt([], { recipients: [certificate], cipher, to: empty.to });
      const message0 = await empty.bytes();
      expect(await ossl.cms.decrypt(message0, { key, certificate })).toHaveLength(0);
      const bytes = await content.bytes();
      expect(bytes.length).toBe(3 * MIB);
      expect([bytes[0], bytes[MIB], bytes[3 * MIB - 1]]).toEqual([1, 2, 3]);
    }
    key.free();
    end();
  });

  test('nothing is read while the stream that is written to is full', async () => {
    const { end, ossl, signer } = await start();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const out = sink(() => gate);
    const { stream, taken } = source(20);
    const run = ossl.cms.sign(stream, { signers: [signer], hash: 'SHA256', to: out.to });
    await until(() => out.size() > 0);
    await later(20);
    expect(taken()).toBeLessThan(3);
    expect(out.size()).toBeLessThan(MIB);
    open();
    await run;
    expect(out.size()).toBeGreaterThan(20 * MIB);
    end();
  });

  test('a stream that cannot be written fails the operation, with its error as the cause', async () => {
    const { end, ossl, signer } = await start();
    const cause = new RangeError('the disk is full');
    for (const when of [0, 1, 5]) {
      let count = 0;
      const out = sink(() => {
        if (count++ === when) throw cause;
      });
      const { stream } = source(20);
      const error = (await rejection(
        ossl.cms.sign(stream, { signers: [signer], hash: 'SHA256', to: out.to }),
      )) as OpenSSLError;
      expect(error).toMatchObject({ code: 'openssl' });
      expect(error.message).toContain('the stream of bytes to write failed');
      expect(error.cause).toBe(cause);
    }
    const closing = new WritableStream<Uint8Array>({ close: () => Promise.reject(cause) });
    const late = (await rejection(
      ossl.cms.sign([new Uint8Array(9)], { signers: [signer], hash: 'SHA256', to: closing }),
    )) as OpenSSLError;
    expect(late).toMatchObject({ code: 'openssl', cause });
    end();
  });

  test('a content that breaks off is never signed or encrypted as if it were whole', async () => {
    const { end, ossl, signer: own } = await start();
    let asked = 0;
    const key = ossl.keys.fromSigner({
      algorithm: 'EC',
      publicKey: own.key,
      sign: () => Promise.reject(new Error(`asked ${++asked} times`)),
    });
    const signer = { ...own, key };
    const cause = new RangeError('the line is dead');
    const broken = (): AsyncIterable<Uint8Array> =>
      (async function* () {
        yield new Uint8Array(100).fill(65);
        await later();
        throw cause;
      })();
    for (const format of ['der', 'pem', 'smime'] as const)
      for (const attributes of [true, false])
        for (const streamed of [true, false]) {
          const out = sink();
          const to = streamed ? { to: out.to } : {};
          const signing = { signers: [signer], hash: 'SHA256', format, attributes };
          const error = await rejection(ossl.cms.sign(broken(), { ...signing, ...to }));
          expect(error).toMatchObject({ code: 'openssl', cause });
          expect(asked).toBe(0);
          const other = streamed ? { to: sink().to } : {};
          const encrypting = { recipients: [signer.certificate], format };
          expect(
            await rejection(ossl.cms.encrypt(broken(), { ...encrypting, ...other })),
          ).toMatchObject({
            code: 'openssl',
            cause,
          });
          if (streamed) expect(out.end()).toMatchObject({ code: 'openssl' });
        }
    key.free();
    end();
  });

  test('an operation that has computed for long waits for its stream, and is not resumed meanwhile', async () => {
    const { end, ossl } = await start();
    let resumed = 0;
    const slow = (async function* () {
      yield new Uint8Array(8 * MIB); // takes longer than a slice
      await later(20);
      const { pauses } = ossl.stats().jobs;
      await later(50);
      resumed = ossl.stats().jobs.pauses - pauses;
    })();
    const before = ossl.stats().jobs.pauses;
    await ossl.digest('SHA256', slow);
    expect(ossl.stats().jobs.pauses - before).toBeGreaterThan(2);
    expect(resumed).toBe(0);
    end();
  });

  test('a signer that fails at the end aborts the stream', async () => {
    const { end, ossl, signer } = await start();
    const cause = new Error('no finger on the token');
    let asked = 0;
    const key = ossl.keys.fromSigner({
      algorithm: 'EC',
      publicKey: signer.key,
      sign: () => {
        asked++;
        return Promise.reject(cause);
      },
    });
    for (const format of ['der', 'pem', 'smime'] as const)
      for (const attributes of [true, false]) {
        const out = sink();
        asked = 0;
        const error = (await rejection(
          ossl.cms.sign([new Uint8Array(100)], {
            signers: [{ ...signer, key }],
            hash: 'SHA256',
            attributes,
            format,
            to: out.to,
          }),
        )) as OpenSSLError;
        expect(error).toMatchObject({ code: 'openssl', cause });
        expect(asked).toBe(1);
        expect(out.end()).toBe(error);
      }
    key.free();
    end();
  });

  test('cancelled, it aborts the stream that it writes to and closes the one that it reads', async () => {
    const { end, ossl, signer } = await start();
    const abort = new AbortController();
    const out = sink(() => later(1));
    const { stream, taken } = source(1000);
    const run = rejection(
      ossl.cms.sign(stream, {
        signers: [signer],
        hash: 'SHA256',
        to: out.to,
        signal: abort.signal,
      }),
    );
    await until(() => out.size() > 0);
    abort.abort();
    const error = await run;
    expect(error).toMatchObject({ code: 'aborted' });
    await until(() => out.end() !== 'open');
    expect(out.end()).toBe(error);
    const last = taken();
    expect(await stream.next()).toMatchObject({ done: true });
    expect(taken()).toBe(last);

    // and while it waits for a stream that never takes anything
    const stuck = sink(() => new Promise(() => undefined));
    const [small] = [new Uint8Array(10)];
    const waiting = rejection(
      ossl.cms.sign([small], {
        signers: [signer],
        hash: 'SHA256',
        to: stuck.to,
        timeout: 50,
      }),
    );
    expect(await waiting).toMatchObject({ code: 'timeout' });
    end();
  });

  test('streams that cannot be used are an argument error', async () => {
    const { end, ossl, signer } = await start();
    const locked = sink();
    const writer = locked.to.getWriter();
    for (const to of [locked.to, 'file', 7, {}, new ReadableStream()])
      expect(
        await rejection(
          ossl.cms.sign([new Uint8Array(1)], {
            signers: [signer],
            hash: 'SHA256',
            to: to as never,
          }),
        ),
      ).toMatchObject({ code: 'argument' });
    writer.releaseLock();
    end();
  });

  test('a source of nothing but empty chunks keeps no deadline from passing', async () => {
    const ossl = await loadShipped({ timeSlice: 0 }); // workerd's clock stands still between tasks
    function* empty(): Generator<Uint8Array> {
      for (let count = 0; count < 1_000_000; count++) yield new Uint8Array();
    }
    const digest = ossl.digest('SHA256', empty(), { timeout: 10 });
    expect(await rejection(digest)).toMatchObject({ code: 'timeout' });
  });

  test('a wrong argument leaves the streams as they were', async () => {
    const { end, ossl, signer } = await start();
    const from = new Blob(['a']).stream();
    const { to } = sink();
    const locked = new WritableStream<Uint8Array>();
    locked.getWriter();
    for (const call of [
      () => ossl.digest('SHA256', from, { timeout: -1 }),
      () => ossl.digest('SHA256', from, { waitContext: 'text' as never }),
      () => ossl.cms.sign(from, { signers: [signer], to: locked }),
      () => ossl.cms.sign(from, { signers: [signer], to: 'text' as never }),
      () => ossl.cms.sign(from, { signers: [signer], to, signal: 1 as never }),
    ])
      expect(await rejection(call())).toMatchObject({ code: 'argument' });
    expect([from.locked, to.locked]).toEqual([false, false]);
    expect(await ossl.digest('SHA256', from)).toHaveLength(32);
    end();
  });
};
