// The table of runtimes and suites: for the terminal and for docs/runtimes.md.
import { markdownTable } from 'markdown-table';

/** Sums over runtimes. */
export function tally(results) {
  const tests = results.flatMap((result) => result.tests);
  const wrong = tests.filter(({ error }) => error !== undefined).length;
  const others = results.flatMap(({ failures }) => failures).length;
  const seconds = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return { passed: tests.length - wrong, failed: wrong + others, seconds };
}

/** `12 (0.4 s)`: how many passed, in which time. */
function cell(tests) {
  const { failed, passed, seconds } = tally([{ tests, failures: [] }]);
  if (tests.length === 0) return '-';
  if (failed > 0) return `**${failed} of ${tests.length} failed**`;
  return `${passed} (${seconds.toFixed(1)} s)`;
}

function line(result) {
  const { failed, passed, seconds } = tally([result]);
  const repetitions = `${Math.round(result.scale * 1000) / 10} %`;
  return [
    result.runtime,
    result.version,
    `${passed}`,
    `${failed}`,
    `${seconds.toFixed(1)} s`,
    repetitions,
  ];
}

/** Both tables as Markdown. */
export function tables(results) {
  const names = [...new Set(results.flatMap(({ tests }) => tests.map(({ suite }) => suite)))];
  const bySuite = names.map((suite) => [
    suite,
    ...results.map(({ tests }) => cell(tests.filter((test) => test.suite === suite))),
  ]);
  const head = ['runtime', 'version', 'passed', 'failed', 'time', 'repetitions'];
  return {
    overview: markdownTable([head, ...results.map(line)], {
      align: ['l', 'l', 'r', 'r', 'r', 'r'],
    }),
    suites: markdownTable([['suite', ...results.map(({ runtime }) => runtime)], ...bySuite], {
      align: ['l', ...results.map(() => 'r')],
    }),
  };
}

/** What it means that a runtime differs; the suites assert it. */
const meanings = {
  compilesBytes: `WebAssembly is not compiled from bytes. \`loadOpenSSL\` takes a \`WebAssembly.Module\`; bytes, a
  \`Response\` or a URL are a \`load\` error that gives the runtime's reason (suite \`instance/load\`).`,
};

function differences(results) {
  return results.flatMap(({ differs, runtime }) =>
    Object.keys(differs).map((key) => `- **${runtime}**: ${meanings[key]}`),
  );
}

/** docs/runtimes.md */
export function page(results) {
  const { overview, suites } = tables(results);
  return `# The runtimes

Written by \`./build.sh test --all\`; not to be edited by hand.

The conformance suites (\`test/conformance/\`) are functions of the library. In each runtime a shim (\`test/runtimes/\`)
calls every one of them, and no test is left out anywhere.

${overview}

- \`node\`, where it is listed, is the Node.js that the project was built with; there the suites run in Vitest.
  \`worker-thread\` is a \`worker_thread\`, \`web-worker\` a module worker in Chromium.
- Pages are served with \`Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'\`, and without COOP and COEP.
- "repetitions": tests that repeat for long do this part of it. All of it is 20,000 random interleavings, 10,000 mutations of
  each kind of object, streams of 1 GiB, each allocation made to fail in turn, and each fault at each import.
- Times are those of one run on one machine. They say where time goes, not how fast a runtime is.

## Where a runtime differs

No test is left out for any of it.

${differences(results).join('\n')}
- **workerd**: an instance serves one request after another (the shim has one that does), but not two at once: each
  would wait for tasks and timers that workerd drops with the other. Make an instance for each request.
- **webkit**: it has no \`Symbol.dispose\`. \`using\` works where a compiler lowers it, as esbuild does here.

## Suites

How many tests passed, and the time that they took.

${suites}
`;
}
