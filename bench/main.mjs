// The benchmark: node bench/main.mjs [--quick] [--json FILE] [--markdown FILE] [--readme]
// See measure.mjs for how, figures.mjs for what is compared and the targets, report.mjs for the table.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { program } from 'commander';
import { installPackages } from '../tools/packages.mjs';
import { figures, signatureFigures } from './figures.mjs';
import { measure } from './measure.mjs';
import { folder } from './packages.mjs';
import { markdown, table, writeReadme } from './report.mjs';

program
  .name('bench')
  .description(
    'Measures the built module in this Node and the newest, beside native OpenSSL and bare emscripten_fiber.',
  )
  .option('--quick', 'few and short rounds: to see that it runs, not for figures to quote')
  .option('--json <file>', 'write everything that was measured; - for standard output, alone')
  .option('--markdown <file>', 'write the table as Markdown')
  .option('--readme', 'write the table between the markers in README.md')
  .parse();
const options = program.opts();
installPackages(folder);

const measured = await measure({
  quick: options.quick === true,
  progress: (text) => {
    console.error(text);
  },
});
const result = {
  ...measured,
  figures: figures(measured),
  signatureFigures: signatureFigures(measured),
};

if (options.json === '-') console.log(JSON.stringify(result, null, 2));
else console.log(table(result));
if (options.json && options.json !== '-')
  writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
if (options.markdown) writeFileSync(options.markdown, markdown(result));
if (options.readme) writeReadme(fileURLToPath(new URL('../README.md', import.meta.url)), result);
