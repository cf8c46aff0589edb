// The table, for the terminal and for README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import { markdownTable } from 'markdown-table';

const BEGIN = '<!-- bench: written by ./build.sh bench --readme -->';
const END = '<!-- /bench -->';

function cellText({ reached, text }) {
  if (reached === undefined) return text;
  return `${text} ${reached ? '✓' : '✗ not reached'}`;
}

function rows({ figures, nodes }) {
  return [
    ['', ...nodes.map((version) => `Node ${version.slice(1)}`), 'beside', 'target'],
    ...figures.map(({ beside, cells, name, target }) => [
      name,
      ...sameEverywhere(nodes.map((version) => cellText(cells[version]))),
      beside,
      target,
    ]),
  ];
}

const SIGNATURE_HEAD = [
  '',
  '',
  'held key',
  'WebCrypto alone',
  "OpenSSL's own key",
  'OpenSSL verifies',
];

function signatureRows({ signatureFigures }) {
  return [
    SIGNATURE_HEAD,
    ...signatureFigures.map(({ cells, name, version }, at) => [
      name === signatureFigures[at - 1]?.name ? '' : name,
      `Node ${version.slice(1)}`,
      ...cells.map(({ text }) => text),
    ]),
  ];
}

/** What does not depend on the Node is said once. */
function sameEverywhere(texts) {
  return texts.length > 1 && texts.every((text) => text === texts[0])
    ? [texts[0], ...texts.slice(1).map(() => '〃')]
    : texts;
}

function notes({ machine, nodes, quick, settings }) {
  const lines = [
    `${machine}; processor time, medians of ${settings.rounds} alternating rounds, ratios within a round; ${settings.jobs} paused jobs.`,
  ];
  lines.push(
    'Native is OpenSSL on ucontext twice: the source of the module as upstream configures it, where a switch is a longjmp, ' +
      "and Debian's build, with Intel CET, where it is a swapcontext with two system calls. The target is held against both.",
  );
  if (nodes.length === 1)
    lines.push(
      'Only the Node that runs the benchmark was measured: the package of the newest one is for Linux on x64.',
    );
  if (quick) lines.push('A quick run: too short for figures to quote.');
  return lines;
}

const SIGNATURE_NOTE =
  "Signatures per second of the clock with a key that WebCrypto holds, beside WebCrypto alone and the same key as OpenSSL's own; " +
  "the factor is the held key's rate in relation to theirs. OpenSSL verifies each signature that a holder gives, at the rate in the " +
  "last column: that is part of the held key's time, and with ECDSA most of it.";

function draw([head, ...body]) {
  const drawn = new Table({ head, style: { head: [], border: [], compact: true } });
  drawn.push(...body);
  return drawn.toString();
}

export function table(result) {
  return [draw(rows(result)), ...notes(result), draw(signatureRows(result)), SIGNATURE_NOTE].join(
    '\n',
  );
}

export function markdown(result) {
  return [
    ...[markdownTable(rows(result)), '', ...notes(result), ''],
    ...[markdownTable(signatureRows(result)), '', SIGNATURE_NOTE, ''],
  ].join('\n');
}

export function writeReadme(path, result) {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`README.md has no line ${BEGIN} with a line ${END} after it`);
  const before = text.slice(0, begin + BEGIN.length);
  writeFileSync(path, `${before}\n\n${markdown(result)}\n${text.slice(end)}`);
}
