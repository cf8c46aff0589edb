// The table of advisories: what in it does not fit the pin, and what the documents say of it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareReleases } from '../openssl-pin.mjs';

export const TABLE = 'tools/advisories/advisories.json';
const STATUSES = ['fixed', 'patched', 'closed here', 'not reachable', 'open'];

/** { about, rows: [{ id, title, severity, fixedIn, status, why, test }] }; `about` says what they are. */
export function readTable(folder = '.') {
  return JSON.parse(readFileSync(join(folder, TABLE), 'utf8'));
}

/** What the pin itself decides of a row: a status, or undefined where somebody has to look. */
function decided({ fixedIn, id }, pin) {
  if (compareReleases(fixedIn, pin.version) <= 0) return 'fixed';
  return pin.fixes.includes(id) ? 'patched' : undefined;
}

function problemOf(row, pin, folder) {
  const { fixedIn, id, status, test, why } = row;
  if (!STATUSES.includes(status))
    return `has the status ${status}, which is none of ${STATUSES.join(', ')}`;
  const expected = decided(row, pin);
  if (expected === 'fixed' && status !== 'fixed')
    return `is ${status} here, but OpenSSL ${pin.version}, which is pinned, has the fix: set it to fixed`;
  if (expected === 'patched' && status !== 'patched')
    return `is ${status} here, but the pin has a patch for it: set it to patched`;
  if (status === 'fixed')
    return expected
      ? undefined
      : `is fixed in ${fixedIn}, which is newer than ${pin.version}, which is pinned`;
  if (status === 'patched')
    return expected ? undefined : `is patched here, but the pin has no patch for it`;
  if (!why) return `is ${status} here, and does not say why`;
  if (status !== 'closed here') return undefined;
  if (!test) return 'is closed here, and names no test that shows it';
  if (!existsSync(join(folder, test))) return `is shown by ${test}, which does not exist`;
  return readFileSync(join(folder, test), 'utf8').includes(id)
    ? undefined
    : `is shown by ${test}, which does not mention it`;
}

/** One text per row that is missing, or does not fit the pin. */
export function problems({ rows }, pin, folder = '.') {
  const found = rows
    .map((row) => [row.id, problemOf(row, pin, folder)])
    .filter(([, problem]) => problem)
    .map(([id, problem]) => `${id} ${problem}`);
  const ids = rows.map(({ id }) => id);
  const missing = pin.fixes.filter((id) => !ids.includes(id));
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  return [
    ...missing.map((id) => `${id} is closed by a patch of the pin, and has no row`),
    ...twice.map((id) => `${id} has two rows`),
    ...found,
  ];
}

/** The table with the statuses that the pin decides; the others stay as they are. */
export function follow({ about, rows }, pin) {
  return { about, rows: rows.map((row) => ({ ...row, status: decided(row, pin) ?? row.status })) };
}

const sentence = (list) =>
  list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1)}` : String(list[0]);

const MARKS = ['<!-- advisories: written by tools/advisories -->', '<!-- /advisories -->'];

/** What SECURITY.md says: what of upstream's fixes is applied, and each vulnerability that the release itself leaves. */
function securitySection({ rows }, pin) {
  const lines = [
    pin.fixes.length > 0
      ? `OpenSSL ${pin.version} is pinned, with upstream's own fixes of ${sentence(pin.fixes)}, which a later release has. ` +
        'The loaded module lists them in `ossl.fixes`.'
      : `OpenSSL ${pin.version} is pinned, as it was published; \`ossl.fixes\` is empty.`,
    '',
  ];
  const left = rows.filter(({ status }) => !['fixed', 'patched'].includes(status));
  if (left.length === 0)
    return [...lines, 'Every vulnerability that upstream has published is fixed in it.'];
  const order = (row) => STATUSES.length - STATUSES.indexOf(row.status);
  return [
    ...lines,
    'What upstream has published since and the module lacks the fix of:',
    '',
    '| | Severity | Here | |',
    '| --- | --- | --- | --- |',
    ...left
      .map((row, at) => ({ row, at }))
      .sort((a, b) => order(a.row) - order(b.row) || a.at - b.at)
      .map(({ row: { id, severity, status, title, why } }) => {
        const here = status === 'open' ? '**open**' : status;
        return `| ${id} | ${severity} | ${here} | ${title}. ${why ?? ''} |`;
      }),
  ];
}

function noticeLines(pin) {
  if (pin.fixes.length === 0) return '';
  const words = `with upstream's own fixes of ${sentence(pin.fixes)}`.split(' ');
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 100)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return `${lines.join('\n')}\n`;
}

/** { file: text } of the documents as the table and the pin have them. */
export function documents(table, pin, folder = '.') {
  const read = (file) => readFileSync(join(folder, file), 'utf8');
  const security = read('SECURITY.md');
  const [start, end] = MARKS.map((mark) => security.indexOf(mark));
  if (start < 0 || end < start) throw new Error(`SECURITY.md has no ${MARKS.join(' … ')}`);
  return {
    'SECURITY.md': `${security.slice(0, start)}${MARKS[0]}\n\n${securitySection(table, pin).join('\n')}\n\n${security.slice(end)}`,
    NOTICE: read('NOTICE').replace(
      /^(OpenSSL )\S+(, https:.*\n)(?: {2}(?!Copyright).*\n)*/m,
      (_, name, rest) => `${name}${pin.version}${rest}${noticeLines(pin)}`,
    ),
  };
}

/** Writes the documents, and the table if it is given another status by the pin. */
export function writeDocuments(table, pin, folder = '.') {
  for (const [file, text] of Object.entries(documents(table, pin, folder)))
    writeFileSync(join(folder, file), text);
}
