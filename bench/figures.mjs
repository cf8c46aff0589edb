// From what was measured to what is said: one figure a row, its value in each Node, beside what it is
// compared with, and whether the target is reached.

import { SIGNATURES } from './measure.mjs';

/** From this Node on, the cycles are to be as many as native's; before it, half as many. */
const NEW_NODE = 26;
const MAX_ROUND_TRIP = 3e-6;
const MAX_BYTES = 12 * 1024;

/** What the native programs are called in the table; bench/native/cycles.c is the code of all. */
const NATIVE = {
  longjmp: 'native, longjmp',
  debian: "native, Debian's build",
};

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Of each round, so that noise that lasts longer than a round cancels out. */
function medianRatio(ours, theirs) {
  return median(ours.map((rate, round) => rate / theirs[round]));
}

const rate = (perSecond) => `${(perSecond / 1e6).toFixed(2)} M/s`;
const perSecond = (value) =>
  `${value < 1000 ? value.toFixed(0) : `${(value / 1000).toFixed(1)} k`}/s`;
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const times = (ratio) => `× ${ratio.toFixed(2)}`;

/** { name, target, beside, cells: { node version: { value, text, reached } } } for each row. */
export function figures(measured) {
  return [
    ...cycles('depth1', 'Pause and resume at stack depth 1', measured),
    ...cycles('keygen', 'Pause and resume inside RSA keygen', measured),
    ...fiber(measured),
    roundTrip('handleTrips', 'Round trip of the runner, by a handle', measured),
    roundTrip('callbackTrips', 'Round trip of the runner, by a callback', measured),
    ...memory(measured),
    size(measured),
    load('fromBytes', 'Load from bytes', measured),
    load('fromModule', 'Load from a compiled module', measured),
  ];
}

/** The rate itself, and under it a row for each native program with the ratio to it. */
function cycles(where, name, { native, nodes, rates }) {
  const rows = [
    row(name, nodes, (version) => {
      const value = median(rates[`${where} ${version}`]);
      return { value, text: `${rate(value)}, ${((1 / value) * 1e6).toFixed(3)} µs` };
    }),
  ];
  for (const program of Object.keys(NATIVE).filter((known) => native.includes(known))) {
    const theirs = rates[`${where} ${program}`];
    const against = row(`… against ${NATIVE[program]}`, nodes, (version) => {
      const value = medianRatio(rates[`${where} ${version}`], theirs);
      return { value, text: times(value), reached: value >= leastRatio(version) };
    });
    against.beside = rate(median(theirs));
    against.target = [...new Set(nodes.map((node) => `≥ ${leastRatio(node)}`))].join(', ');
    rows.push(against);
  }
  return rows;
}

function leastRatio(version) {
  return Number.parseInt(version.slice(1), 10) >= NEW_NODE ? 1 : 0.5;
}

/**
 * One row for each algorithm, number in flight and Node: what a held key makes, and beside that what WebCrypto makes
 * alone, OpenSSL with a key of its own, and how often OpenSSL verifies. `against` is the held key's rate in relation to
 * theirs.
 */
export function signatureFigures({ nodes, signatures }) {
  const { algorithms, holders, inFlight } = SIGNATURES;
  return algorithms.flatMap((algorithm) =>
    inFlight.flatMap((count) =>
      nodes.map((version) => {
        const ratesOf = (holder) => signatures[`${algorithm} ${count} ${holder} ${version}`];
        const held = ratesOf('held');
        const cells = holders.map((holder) => {
          const value = median(ratesOf(holder));
          if (holder === 'held' || holder === 'verify')
            return { holder, value, text: perSecond(value) };
          const against = medianRatio(held, ratesOf(holder));
          return { holder, value, against, text: `${perSecond(value)}, ${times(against)}` };
        });
        const name = `${algorithm}, ${count === 1 ? 'one at a time' : `${count} at once`}`;
        return { name, version, cells };
      }),
    ),
  );
}

function fiber({ nodes, rates }) {
  if (!rates[`fiber ${nodes[0]}`]) return [];
  const against = row('Depth 1 against bare emscripten_fiber', nodes, (version) => {
    const value = medianRatio(rates[`depth1 ${version}`], rates[`fiber ${version}`]);
    return { value, text: times(value) };
  });
  against.beside = nodes.map((version) => rate(median(rates[`fiber ${version}`]))).join(', ');
  return [against];
}

function roundTrip(task, name, { nodes, rates }) {
  const figure = row(name, nodes, (version) => {
    const value = 1 / median(rates[`${task} ${version}`]);
    return { value, text: `${(value * 1e6).toFixed(2)} µs`, reached: value < MAX_ROUND_TRIP };
  });
  figure.target = '< 3 µs';
  return figure;
}

function memory({ memory: bytes, native, nodes }) {
  const places = [
    ['depth1', 'Resident memory per paused job, depth 1'],
    ['keygen', '… in RSA keygen, its numbers included'],
    ['runner', '… with what ossl.run keeps'],
  ];
  return places.map(([where, name]) => {
    const figure = row(name, nodes, (version) => {
      const value = bytes[`${where} ${version}`];
      return { value, text: kilobytes(value), reached: value <= MAX_BYTES };
    });
    const theirs = native.map((program) => bytes[`${where} ${program}`]).filter(Number.isFinite);
    if (theirs.length > 0) figure.beside = `native ${kilobytes(theirs[0])}`;
    figure.target = '≤ 12 KB';
    return figure;
  });
}

/** The same in every Node. */
function size({ nodes, size: bytes }) {
  const text = `${megabytes(bytes.raw)}, gzip ${megabytes(bytes.gzip)}, brotli ${megabytes(bytes.brotli)}`;
  return row('Size of the module', nodes, () => ({ value: bytes, text }));
}

function load(how, name, { load: seconds, nodes }) {
  return row(name, nodes, (version) => {
    const value = median(seconds[version][how]);
    return { value, text: `${(value * 1e3).toFixed(1)} ms` };
  });
}

function row(name, nodes, cell) {
  const cells = Object.fromEntries(nodes.map((version) => [version, cell(version)]));
  return { name, cells, beside: '', target: '' };
}
