// What makes a folder of static files of the built page: its service worker, and everything compressed beforehand.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

/** Bytes that the page may have in all, compressed. */
const BUDGET = 1_000_000;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|map)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function writeServiceWorker(folder: string, template: string): void {
  const files = filesIn(folder);
  const hash = createHash('sha256').update(readFileSync(template));
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const list = ['./', ...files.filter((file) => file !== 'index.html').map((file) => `./${file}`)];
  const text = readFileSync(template, 'utf8')
    .replace("['__FILES__']", JSON.stringify(list))
    .replace('__BUILD__', hash.digest('hex').slice(0, 16));
  writeFileSync(join(folder, 'sw.js'), text);
}

/** Writes `sw.js` and a `.br` beside each file, and prints what that comes to. */
export function staticFiles(folder: string, worker: string): Plugin {
  return {
    name: 'openssl-async-static-files',
    apply: 'build',
    closeBundle() {
      writeServiceWorker(folder, worker);
      let total = 0;
      for (const file of filesIn(folder)) {
        const data = readFileSync(join(folder, file));
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_LGWIN]: 24,
          [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
        };
        const compressed = brotliCompressSync(data, { params });
        writeFileSync(join(folder, `${file}.br`), compressed);
        total += compressed.length;
        console.log(`${file}: ${data.length} bytes, ${compressed.length} with brotli`);
      }
      const verdict = total < BUDGET ? 'within' : 'OVER';
      console.log(`web demo: ${total} bytes with brotli, ${verdict} the budget of ${BUDGET}`);
      writeFileSync(join(folder, 'size.json'), `${JSON.stringify({ total, budget: BUDGET })}\n`);
    },
  };
}
