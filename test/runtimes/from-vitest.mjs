// The results of node.test.ts, as if the Node that runs Vitest were one of the runtimes.
import { readFile } from 'node:fs/promises';

export async function fromVitest(file) {
  const { testResults } = JSON.parse(await readFile(file, 'utf8'));
  const { assertionResults } = testResults.find(({ name }) =>
    name.endsWith('/test/runtimes/node.test.ts'),
  );
  const tests = assertionResults.map(
    ({ ancestorTitles, duration = 0, failureMessages, status, title }) => ({
      suite: ancestorTitles[0],
      test: title,
      milliseconds: duration,
      ...(status !== 'passed' && { error: failureMessages.join('\n') }),
    }),
  );
  return { runtime: 'node', version: process.version, scale: 1, differs: {}, tests, failures: [] };
}
