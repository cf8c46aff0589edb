// The benchmark: node bench/main.mjs [--quick] [--json FILE] [--markdown FILE] [--readme]
// See measure.mjs for how, figures.mjs for what is compared and the targets, report.mjs for the table.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

// Its own packages, the newest Node among them, stay out of the project's: only who measures needs them.
const lock = readFileSync(`${folder}package-lock.json`, 'utf8');
const installed = `${folder}node_modules/.openssl-async-lock`;
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  console.error('installing what the benchmark needs: npm ci --prefix bench');
  const options = ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', options, { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(installed, lock);
}

const { program } = await import('commander');
const { measure } = await import('./measure.mjs');
const { figures } = await import('./figures.mjs');
const { markdown, table, writeReadme } = await import('./report.mjs');

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

const measured = await measure({
  quick: options.quick === true,
  progress: (text) => {
    console.error(text);
  },
});
const result = { ...measured, figures: figures(measured) };

if (options.json === '-') console.log(JSON.stringify(result, null, 2));
else console.log(table(result));
if (options.json && options.json !== '-')
  writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
if (options.markdown) writeFileSync(options.markdown, markdown(result));
if (options.readme) writeReadme(fileURLToPath(new URL('../README.md', import.meta.url)), result);
