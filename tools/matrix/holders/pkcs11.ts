// A SoftHSM token with a pair of keys of each kind, made on it and never outside: so these are not the others' keys.
import { makeToken } from '../../../examples/support/softhsm.mjs';
import { openToken, type Token } from '../../../src/adapters/pkcs11/index.js';
import type { Algorithm } from '../algorithms.js';
import { counted, type HolderKind } from './holder.js';

const kinds = ['RSA-2048', 'P-256', 'P-384', 'P-521', 'Ed25519', 'Ed448', 'X25519', 'X448'];

interface Opened {
  readonly made: ReturnType<typeof makeToken>;
  readonly token: Token;
  /** Why there is no key of a kind: SoftHSM can be built without the curves of RFC 7748. */
  readonly missing: ReadonlyMap<string, unknown>;
}

/** Opened with the first key, closed in the end. */
let opened: Promise<Opened> | undefined;

async function open(): Promise<Opened> {
  const made = makeToken();
  const missing = new Map<string, unknown>();
  for (const kind of kinds)
    try {
      made.generate(kind, { label: kind, id: new TextEncoder().encode(kind) });
    } catch (error) {
      missing.set(kind, error);
    }
  const { label, library, pin } = made;
  return { made, missing, token: await openToken({ library, token: label, pin }) };
}

export const softHsm: HolderKind = {
  name: 'PKCS #11, SoftHSM',
  unable: ({ signer }: Algorithm) =>
    signer.startsWith('ML-DSA') ? 'SoftHSM 2 and PKCS #11 before 3.2 have no ML-DSA' : undefined,
  hold: async ({ ossl }, { pair }) => {
    const { missing, token } = await (opened ??= open());
    const label = pair === 'rsa' ? 'RSA-2048' : pair;
    if (missing.has(label)) throw missing.get(label);
    return counted(ossl, await token.signer({ label }));
  },
  async end() {
    const last = opened;
    opened = undefined;
    const { made, token } = (await last) ?? {};
    await token?.close();
    made?.remove();
  },
};
