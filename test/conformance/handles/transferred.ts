// Chunks whose buffer the source gives to somebody else meanwhile.
import { nothing } from '../../support/nothing-left.js';
import { rejection, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

export const transferred: Suite = ({ expect, loadShipped, test }) => {
  test('a chunk that is transferred away before it was read, or in the middle of it, never passes for the end', async () => {
    const ossl = await loadShipped();
    const transfer = (chunk: Uint8Array): void => {
      structuredClone(chunk.buffer, { transfer: [chunk.buffer as ArrayBuffer] });
    };
    const right = await ossl.digest('SHA256', new Uint8Array(200_000));
    const outcomes = new Set<string>();
    // at each of the microtasks between the answer of the source and C's reading
    for (let hops = 0; hops < 16; hops++) {
      const chunk = new Uint8Array(200_000);
      const source = {
        [Symbol.asyncIterator]: () => {
          let isGiven = false;
          return {
            next: async (): Promise<IteratorResult<Uint8Array>> => {
              if (isGiven) return { done: true, value: undefined };
              isGiven = true;
              void (async () => {
                for (let hop = 0; hop < hops; hop++) await Promise.resolve();
                transfer(chunk);
              })();
              return Promise.resolve({ done: false, value: chunk });
            },
          };
        },
      };
      try {
        expect(await ossl.digest('SHA256', source)).toEqual(right);
        outcomes.add('read');
      } catch (error) {
        const { cause, code } = error as { code: string; cause?: { code: string } };
        expect([code, cause?.code]).toContain('argument');
        outcomes.add('refused');
      }
    }
    expect(outcomes).toContain('refused');
    // half of it is read: the job gives the event loop a turn after a few milliseconds
    const large = new Uint8Array(64_000_000);
    let isAsked = false;
    const halfRead = rejection(
      ossl.digest(
        'SHA3-512',
        (function* () {
          isAsked = true;
          yield large;
        })(),
      ),
    );
    await until(() => isAsked);
    await later();
    transfer(large);
    expect(await halfRead).toMatchObject({
      code: 'openssl',
      cause: { code: 'argument', message: 'A chunk was transferred before it was read' },
    });
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
