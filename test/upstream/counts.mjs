// What upstream's tests print, in numbers.

/** Lines of TAP that say "ok", those of subtests too. */
export const okLines = (output) => output.match(/^ *ok /gm)?.length ?? 0;

/** Those of them that say so of a test that was skipped. */
export const skippedLines = (output) => output.match(/^ *ok .*# skipped$/gim)?.length ?? 0;

/** Lines of TAP that say "not ok". */
export const notOkLines = (output) => output.match(/^ *not ok /gm)?.length ?? 0;

/** evp_test's own sum for one file. */
export function completed(output) {
  const found = /Completed (\d+) tests with (\d+) errors and (\d+) skipped/.exec(output);
  if (!found) return undefined;
  const [run, errors, skipped] = found.slice(1).map(Number);
  return { run, errors, skipped };
}
