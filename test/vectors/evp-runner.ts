// Runs the stanzas of one file of OpenSSL's test data through the TypeScript API.
import { type Key, OpenSSL, OpenSSLError } from '../../src/index.js';
import { sameBytes } from '../support/bytes.js';
import { bytes, field, type NamedKey, readData, type Stanza } from './evp-data.js';
import { asymmetric } from './evp-asymmetric.js';
import { hashes } from './evp-hashes.js';
import { signatures } from './evp-signatures.js';
import { Ledger, omit, type Tally } from './ledger.js';
import { pkcs8, spki } from './raw-keys.js';

/** What the test of a stanza may use. */
export interface Bench {
  readonly ossl: OpenSSL;
  readonly ledger: Ledger;
  /** The key of a name. @throws what importing it threw */
  readonly key: (name: string | undefined) => Promise<Key>;
  readonly hasKey: (name: string) => boolean;
}

export type Test = (stanza: Stanza, bench: Bench) => Promise<void>;

const tests: Record<string, Test> = { ...hashes, ...signatures, ...asymmetric };

/** What the facade has no notion of, by the line that says so. */
function notForUs(stanza: Stanza): string | undefined {
  const provider = field(stanza, 'Availablein');
  if (provider === 'fips') return 'only in the FIPS provider';
  if (provider === 'legacy') return 'only in the legacy provider';
  for (const name of ['Securitycheck', 'Unapproved', 'CtrlInit'])
    if (field(stanza, name) !== undefined) return 'checks of the FIPS provider';
  return undefined;
}

export async function runFile(module: WebAssembly.Module, path: string): Promise<Tally> {
  const ossl = new OpenSSL(module);
  const ledger = new Ledger();
  const { keys, stanzas } = readData(path);
  const imported = new Map<string, Promise<Key>>();
  const bench: Bench = {
    ossl,
    ledger,
    hasKey: (name) => keys.has(name),
    key: (name = '') => {
      const found = imported.get(name) ?? read(ossl, keys.get(name));
      imported.set(name, found);
      return found;
    },
  };
  for (const stanza of stanzas)
    await ledger.enter(`${stanza.file}:${stanza.line} ${stanza.kind}`, async () => {
      const reason = notForUs(stanza);
      if (reason) omit(reason);
      const test = tests[stanza.kind];
      if (!test) omit(`${stanza.kind}: no such function in the API`);
      await test(stanza, bench);
    });
  for (const key of await Promise.allSettled(imported.values()))
    if (key.status === 'fulfilled') key.value.free();
  const { failures } = ledger.tally;
  const { handles, jobs, waitContexts } = ossl.stats();
  if (jobs.live + handles.open + waitContexts > 0) failures.push(`${path}: something was left`);
  if (ossl.takeErrors().length > 0) failures.push(`${path}: errors were left in the queue`);
  return ledger.tally;
}

async function read(ossl: OpenSSL, key: NamedKey | undefined): Promise<Key> {
  if (!key) throw new Error('No such key');
  if (key.form === 'PrivateKey') return ossl.keys.import(key.text);
  if (key.form === 'PublicKey') return ossl.keys.importPublic(key.text);
  const colon = key.text.indexOf(':');
  const algorithm = key.text.slice(0, colon);
  const raw = bytes(key.text.slice(colon + 1));
  return key.form === 'PrivateKeyRaw'
    ? ossl.keys.import(pkcs8(algorithm, raw))
    : ossl.keys.importPublic(spki(algorithm, raw));
}

/** Holds what came of it against the stanza's `Result`: success, an error, or another answer. */
export async function expectResult(
  stanza: Stanza,
  run: () => Promise<Uint8Array | boolean>,
  expected = bytes(field(stanza, 'Output')),
): Promise<void> {
  const result = field(stanza, 'Result');
  let got: Uint8Array | boolean | OpenSSLError;
  try {
    got = await run();
  } catch (error) {
    if (!(error instanceof OpenSSLError) || !['openssl', 'argument'].includes(error.code))
      throw error;
    if (result === undefined) throw error;
    got = error;
  }
  const isRight = typeof got === 'boolean' ? got : 'code' in got ? false : sameBytes(got, expected);
  if (result === undefined ? !isRight : isRight)
    throw new Error(`${result ?? 'success'} was expected`);
  if (result === undefined || typeof got === 'boolean') return;
  if (result.endsWith('MISMATCH') === got instanceof OpenSSLError)
    throw new Error(`${result} was expected, not ${String(got)}`);
}
