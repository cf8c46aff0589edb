// The tallies of all files as they were when somebody looked at them last.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Tally } from './ledger.js';

const isUpdate = process.env['UPDATE_TALLY'] === '1';

/** What is not run, by what it is about. */
export type OtherFiles = Readonly<Record<string, RegExp>>;

/**
 * Declares the test that every file is one that is recorded, or about something else.
 *
 * @returns the files to run, and what compares the tally of one with the record, or writes it down
 */
export function record(
  name: string,
  files: readonly string[],
  otherFiles: OtherFiles,
): { ours: string[]; compare: (file: string, tally: Tally) => void } {
  const url = new URL(name, import.meta.url);
  const recorded = JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>;
  const updated: Record<string, unknown> = {};
  const others = Object.entries(otherFiles);
  const ours = files.filter((file) => !others.some(([, other]) => other.test(file))).sort();

  test('every file is one that is run, or about something else', () => {
    if (!isUpdate) expect(ours).toEqual(Object.keys(recorded).sort());
    for (const [about, other] of others)
      expect(
        files.some((file) => other.test(file)),
        about,
      ).toBe(true);
  });

  afterAll(() => {
    const sorted = Object.fromEntries(Object.entries(updated).sort());
    if (isUpdate) writeFileSync(url, `${JSON.stringify(sorted, null, 2)}\n`);
  });

  return {
    ours,
    compare: (file, { failures, ...tally }) => {
      expect(failures, file).toEqual([]);
      if (isUpdate) updated[file] = tally;
      else expect(tally, file).toEqual(recorded[file]);
    },
  };
}
