// The score by folder, as CONTRIBUTING.md has it: how many mutations a test has noticed.

/** `results`: `{ folder, outcome, isEquivalent }` each; an outcome of `survived` or `not reached` was not noticed. */
export function printScores(results) {
  const folders = new Map();
  for (const { folder, isEquivalent, outcome } of results) {
    const row = folders.get(folder) ?? { noticed: 0, survived: 0, unreached: 0, equivalent: 0 };
    folders.set(folder, row);
    if (outcome === 'survived' && isEquivalent) row.equivalent++;
    else if (outcome === 'survived') row.survived++;
    else if (outcome === 'not reached') row.unreached++;
    else row.noticed++;
  }
  console.log('\n| folder | mutations | noticed | survived | not reached | equivalent | score |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const [folder, row] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { equivalent, noticed, survived, unreached } = row;
    const counted = noticed + survived + unreached;
    const score = counted === 0 ? '' : `${((100 * noticed) / counted).toFixed(0)} %`;
    const cells = [folder, counted + equivalent, noticed, survived, unreached, equivalent, score];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
