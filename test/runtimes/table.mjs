// The table of runtimes and suites: for the terminal and for docs/runtimes.md.
import { markdownTable } from 'markdown-table';

/** Sums of some tests. */
function tally(tests) {
  const failed = tests.filter(({ error }) => error !== undefined).length;
  const seconds = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return { passed: tests.length - failed, failed, seconds };
}

/** `12 (0.4 s)`: how many passed, in which time; `3 of 12 failed` if some did not. */
function cell(tests) {
  const { failed, passed, seconds } = tally(tests);
  if (tests.length === 0) return '-';
  if (failed > 0) return `**${failed} of ${failed + passed} failed**`;
  return `${passed} (${seconds.toFixed(1)} s)`;
}

function summary({ failure, runtime, scale, tests, version }) {
  const { failed, passed, seconds } = tally(tests);
  const part = scale === 1 ? 'all' : `${Math.round(scale * 1000) / 10} %`;
  return [
    runtime,
    version,
    `${passed}`,
    `${failed + (failure ? 1 : 0)}`,
    `${seconds.toFixed(1)} s`,
    part,
  ];
}

/** Both tables as Markdown. */
export function tables(results) {
  const suites = [...new Set(results.flatMap(({ tests }) => tests.map(({ suite }) => suite)))];
  const head = ['runtime', 'version', 'passed', 'failed', 'time', 'repetitions'];
  const right = head.map((_, index) => (index < 2 ? 'l' : 'r'));
  const bySuite = suites.map((suite) => [
    suite,
    ...results.map(({ tests }) => cell(tests.filter((test) => test.suite === suite))),
  ]);
  return {
    runtimes: markdownTable([head, ...results.map(summary)], { align: right }),
    suites: markdownTable([['suite', ...results.map(({ runtime }) => runtime)], ...bySuite], {
      align: ['l', ...results.map(() => 'r')],
    }),
  };
}

/** docs/runtimes.md */
export function page(results) {
  const { runtimes, suites } = tables(results);
  return `# The runtimes

Written by \`./build.sh test --all\`; not to be edited by hand.

The conformance suites (\`test/conformance/\`) are functions of the library. In each of these runtimes a shim
(\`test/runtimes/shims/\`) calls every one of them; no test is left out anywhere. Where runtimes differ, the tests assert
what each does: see [What is different](#what-is-different).

${runtimes}

"repetitions" is the part that is made of the counts of the four suites that repeat for long (\`fuzz\`, \`fuzzObjects\`,
\`model\`, \`largeStreams\`: 10,000 mutations of each kind of object, 20,000 random interleavings, 1 GiB of each stream).
\`node\` is the Node.js that the project was built with; \`worker-thread\` is a \`worker_thread\` of it that node-26 has started;
\`web-worker\` is a module worker in Chromium's page. Pages are served with \`script-src 'self' 'wasm-unsafe-eval'\` and
without COOP and COEP. Times are of one run of one machine and only say where time goes.

## Suites

Passed tests, and the time they took.

${suites}

## What is different

| where | what | asserted by |
| --- | --- | --- |
| workerd | WebAssembly is not compiled from bytes; \`loadOpenSSL\` takes a \`WebAssembly.Module\`, and refuses bytes, responses and URLs with a \`load\` error | \`loading\` |
`;
}
