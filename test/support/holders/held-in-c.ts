// C code that uses a held key by itself, with memory of its own: the job of wasm/test/held.c.
import type { Key } from '../../../src/index.js';
import { testHeld, testLayout } from '../generated/boundary-test.js';
import type { TestInstance } from '../suite.js';

/**
 * Runs the job, and gives its results:
 * - `oaep`, `pkcs1`: what EVP_PKEY_decrypt(3) returned, the length, how many bytes it has written behind the end of
 *   `out`, and how many bytes of `out` are not zero;
 * - `copy`: whether a context that is copied in the middle of a message and the first one both sign all of it;
 * - `digest`: what EVP_PKEY_sign(3) returned, where the data are to be an output of SHA-256.
 */
export async function heldInC(
  { jobs, ossl }: TestInstance,
  key: Key,
  use: keyof typeof testHeld,
  data: Uint8Array,
): Promise<number[]> {
  const { memory } = ossl.c;
  const results = memory.newInts([-7, -7, -7, -7]);
  const input = memory.newBytes(data);
  const { sizeof, ...offsets } = testLayout.test_held_args;
  const words = new DataView(new ArrayBuffer(sizeof));
  const values = { key: key.pointer, what: testHeld[use], in: input, size: data.length, results };
  for (const [name, value] of Object.entries(values))
    words.setUint32(offsets[name as keyof typeof values], value, true);
  const args = new Uint8Array(words.buffer);
  const ended = await ossl.run(jobs.held, { args }).catch((error: unknown) => error);
  const found = [0, 1, 2, 3].map((index) => memory.getInt(results, index));
  memory.free(input);
  memory.free(results);
  // a refusal leaves its errors in the job's queue, so that the promise may reject
  if (ended !== 1 && found[0] === -7) throw ended;
  return found;
}
