// SoftHSM tokens for tests: a folder of its own each, and a look at what the library is asked.
import pkcs11js from 'pkcs11js';
import { afterAll, afterEach, expect, type Mock, vi } from 'vitest';
import { makeToken } from '../../../examples/support/softhsm.mjs';
import { openToken, type Token, type TokenOptions } from '../../../src/adapters/pkcs11/index.js';
import type { OpenSSL } from '../../../src/index.js';
import { expectNothingLeft } from '../nothing-left.js';

export interface SoftHsmToken {
  readonly library: string;
  readonly label: string;
  readonly pin: string;
  /** Makes a pair of keys on the token; `attributes` changes the private key's. */
  generate(
    kind: string,
    name: { readonly label: string; readonly id?: Uint8Array },
    attributes?: Readonly<Record<number, boolean | Uint8Array>>,
  ): void;
  /** Sets up another token beside it, with the same PIN. */
  add(label: string): void;
  /** Hands out a session that may write. */
  edit(work: (module: pkcs11js.PKCS11, session: Buffer) => void): void;
  remove(): void;
}

/** A token with a pair of keys for each of these kinds, labelled by it. Nobody may have one open meanwhile. */
export function softHsm({
  kinds = [],
  label,
}: { readonly kinds?: readonly string[]; readonly label?: string } = {}): SoftHsmToken {
  const token = makeToken({ label }) as SoftHsmToken;
  for (const kind of kinds)
    token.generate(kind, { label: kind, id: new TextEncoder().encode(kind) });
  return token;
}

/**
 * Opens a token, to be closed after the test that asked for it. The token goes with the last test, and each leaves
 * nothing in the instance.
 */
export function opener(
  token: SoftHsmToken,
  ossl: OpenSSL,
): (options?: Partial<TokenOptions>) => Promise<Token> {
  const opened = new Set<Token>();
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const one of opened) await one.close();
    opened.clear();
    expectNothingLeft(expect, ossl);
  });
  afterAll(() => {
    token.remove();
  });
  return async (options) => {
    const { label, library, pin } = token;
    const one = await openToken({ library, token: label, pin, ...options });
    opened.add(one);
    return one;
  };
}

/** Numbers as a template has them: an array of CK_ULONG. */
export function mechanisms(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * numbers.length);
  numbers.forEach((number, at) => bytes.writeUInt32LE(number, 8 * at));
  return bytes;
}

type Method =
  'C_SignInit' | 'C_SignAsync' | 'C_DecryptInit' | 'C_DecryptAsync' | 'C_DeriveKeyAsync';
type Call = (...args: unknown[]) => unknown;
type Methods = Record<Method, Call>;

/** The binding's objects have their methods each to themselves, so whoever wants to see the calls must know them. */
const loaded = new Set<Methods>();
const { load } = Object.getOwnPropertyDescriptors(pkcs11js.PKCS11.prototype);
pkcs11js.PKCS11.prototype.load = function (this: pkcs11js.PKCS11, path) {
  (load.value as (path: string) => void).call(this, path);
  loaded.add(this as unknown as Methods);
};

/** Watches a function of the library; `instead` may take its place. */
export function watch(
  method: Method,
  instead: (call: () => unknown) => unknown = (call) => call(),
): Mock<Call> {
  const seen = vi.fn<Call>();
  for (const module of loaded) {
    const call = module[method].bind(module);
    vi.spyOn(module, method).mockImplementation((...args) => {
      seen(...args);
      return instead(() => call(...args));
    });
  }
  return seen;
}

/** Holds signatures back at the token's door, until `open` is called. */
export function gate(): { readonly arrived: Mock<Call>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const arrived = watch('C_SignAsync', async (call) => {
    await opened;
    return call();
  });
  return { arrived, open };
}
