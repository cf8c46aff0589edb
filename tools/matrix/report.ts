// The matrix as tables for people.
import Table from 'cli-table3';
import type { Row } from './matrix.js';

/** Numbers reasons as they come, the same ones alike. */
class Notes {
  readonly #mark: string;
  readonly #marks = new Map<string, string>();

  constructor(mark: string) {
    this.#mark = mark;
  }

  of(reason: string): string {
    const mark = this.#marks.get(reason) ?? `${this.#mark}${this.#marks.size + 1}`;
    this.#marks.set(reason, mark);
    return mark;
  }

  lines(): string[] {
    return [...this.#marks].map(([reason, mark]) => `  ${mark}  ${reason}`);
  }
}

/** ✓ for what was done, asked for once, and confirmed by both; otherwise a mark that the legend explains. */
export function tables(parts: readonly (readonly Row[])[]): string {
  const impossible = new Notes('–');
  const failed = new Notes('✗');
  const drawn = parts
    .filter(({ length }) => length > 0)
    .map((rows) => {
      const columns = rows[0]?.cells.map(({ column }) => column.replaceAll(/,? /g, '\n')) ?? [];
      const table = new Table({
        head: ['algorithm', 'holder of the key', ...columns],
        colAligns: ['left', 'left', ...columns.map(() => 'center' as const)],
        style: { head: [], border: [], compact: true },
      });
      for (const [at, { algorithm, cells, holder }] of rows.entries())
        table.push([
          algorithm === rows[at - 1]?.algorithm ? '' : algorithm,
          holder,
          ...cells.map(({ reason = '', state }) =>
            state === 'ok' ? '✓' : (state === 'failed' ? failed : impossible).of(reason),
          ),
        ]);
      return table.toString();
    });
  const legend = [
    '✓  done, the holder asked exactly once, confirmed by the openssl command and by Node',
    '   (CMS decrypt: messages that the command has made, and the module itself; Node makes none)',
    ...impossible.lines().map((line, at) => (at === 0 ? `not applicable\n${line}` : line)),
    ...failed.lines().map((line, at) => (at === 0 ? `failed\n${line}` : line)),
  ];
  return [...drawn, ...legend].join('\n');
}

/** How many cells there are of each kind, in words. */
export function tally(rows: readonly Row[]): { readonly text: string; readonly failed: number } {
  const states = rows.flatMap(({ cells }) => cells.map(({ state }) => state));
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  const failed = count('failed');
  return {
    failed,
    text: `${rows.length} rows, ${states.length} cells: ${count('ok')} ✓, ${count('n.a.')} not applicable, ${failed} ✗`,
  };
}
