// Whether every published vulnerability of the pinned line is accounted for: node tools/advisories/check.mjs [--write]
//
// The table is advisories.json. A row whose fix is newer than the pinned release says what became of it here; one that is
// open stands in SECURITY.md with what it means for users. --write writes that list, and NOTICE's, from the table.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { readPins } from '../openssl-pin.mjs';
import { documents, problems, readTable, TABLE, writeDocuments } from './table.mjs';

const { write } = new Command('node tools/advisories/check.mjs')
  .description('compares the table of advisories with the pinned OpenSSL and with SECURITY.md')
  .option('--write', 'write the lists of SECURITY.md and NOTICE from the table')
  .parse()
  .opts();

const table = readTable();
const [pin] = readPins();
if (write) writeDocuments(table, pin);
const found = problems(table, pin).map((problem) => `${TABLE}: ${problem}`);
for (const [file, text] of Object.entries(documents(table, pin)))
  if (readFileSync(file, 'utf8') !== text)
    found.push(
      `${file} does not say what the table says: run  node tools/advisories/check.mjs --write`,
    );

for (const problem of found) console.error(`error: ${problem}`);
const open = table.rows.filter(({ status }) => status === 'open').map(({ id }) => id);
console.log(
  `${table.rows.length} advisories, OpenSSL ${pin.version} with ${pin.fixes.length} fixes; open: ${open.join(', ') || 'none'}`,
);
process.exitCode = found.length > 0 ? 1 : 0;
