// The format of OpenSSL's own test data (test/recipes/30-test_evp_data/), as its test/evp_test.c reads it:
// stanzas of "name = value" lines, keys as PEM between them.
import { readFileSync } from 'node:fs';

export interface Stanza {
  readonly file: string;
  readonly line: number;
  /** What is tested, such as `Verify`, and its value. */
  readonly kind: string;
  readonly subject: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** A key that stanzas name: PEM, or `algorithm:hex`. */
export interface NamedKey {
  readonly form: 'PrivateKey' | 'PublicKey' | 'PrivateKeyRaw' | 'PublicKeyRaw';
  readonly name: string;
  readonly text: string;
}

const keyForms = ['PrivateKey', 'PublicKey', 'PrivateKeyRaw', 'PublicKeyRaw'];
/** Lines that may stand before the one that says what is tested. */
const remarks = ['Title', 'Availablein', 'FIPSversion', 'Securitycheck', 'Unapproved', 'CtrlInit'];

export function readData(path: string): { keys: Map<string, NamedKey>; stanzas: Stanza[] } {
  const keys = new Map<string, NamedKey>();
  const stanzas: Stanza[] = [];
  const file = path.slice(path.lastIndexOf('/') + 1);
  const lines = readFileSync(path, 'utf8').split('\n');
  let fields: [string, string][] = [];
  let begin = 0;
  const end = (): void => {
    const first = fields.find(([name]) => !remarks.includes(name));
    if (first) stanzas.push({ file, line: begin, kind: first[0], subject: first[1], fields });
    fields = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] as string).trimEnd();
    if (line === '') end();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    if (keyForms.includes(name)) {
      const form = name as NamedKey['form'];
      const colon = value.indexOf(':');
      if (form.endsWith('Raw')) {
        const own = value.slice(0, colon);
        keys.set(own, { form, name: own, text: value.slice(colon + 1) });
        continue;
      }
      const last = lines.findIndex((text, place) => place > at && text.startsWith('-----END'));
      keys.set(value, { form, name: value, text: lines.slice(at + 1, last + 1).join('\n') });
      at = last;
      continue;
    }
    if (fields.length === 0) begin = at + 1;
    fields.push([name, value]);
  }
  end();
  return { keys, stanzas };
}

/** A value: hex, or text in quotes, in which \n is a line's end. */
export function bytes(value: string | undefined): Uint8Array {
  if (value?.startsWith('"'))
    return new TextEncoder().encode(value.slice(1, value.lastIndexOf('"')).replaceAll('\\n', '\n'));
  const hex = value ?? '';
  if (!/^([\da-f]{2})*$/i.test(hex)) throw new Error(`No hex: ${hex.slice(0, 40)}`);
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

export function field(stanza: Stanza, name: string): string | undefined {
  return stanza.fields.find(([own]) => own === name)?.[1];
}

/** The `Ctrl` lines, whatever they are called, as name and value. */
export function controls(stanza: Stanza): Map<string, string> {
  return new Map(
    stanza.fields
      .filter(([name]) => name === 'Ctrl' || name.startsWith('Ctrl.'))
      .map(([, value]) => {
        const colon = value.indexOf(':');
        return [value.slice(0, colon), value.slice(colon + 1)] as const;
      }),
  );
}

/** `Input` lines, each repeated `Ncopy` times, and that `Count` times over. */
export async function* message(stanza: Stanza): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const inputs: { data: Uint8Array; copies: number; count: number }[] = [];
  for (const [name, value] of stanza.fields) {
    const last = inputs.at(-1);
    if (name === 'Input') inputs.push({ data: bytes(value), copies: 1, count: 1 });
    else if (name === 'Ncopy' && last) last.copies = Number(value);
    else if (name === 'Count' && last) last.count = Number(value);
  }
  for (const { copies, count, data } of inputs) {
    const block = new Uint8Array(data.length * copies);
    for (let at = 0; at < block.length; at += data.length) block.set(data, at);
    for (let round = 0; round < count; round++) yield block;
  }
  await Promise.resolve();
}
