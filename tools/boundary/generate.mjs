// Writes the boundary's C and TypeScript from the lists in wasm/boundary/.
// With --variant NAME FOLDER, the C of one module into a folder, for wasm/build.sh.
// With --check it writes nothing and fails when one of them is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { listsOf, readBoundary, shippedLists } from './boundary.mjs';
import { assertsHeader, boundaryHeader, jobsSource, operationsHeader, testHeader } from './c.mjs';
import { markOf } from './mark.mjs';
import { boundaryModule, exportsModule, operationsModule, testModule } from './typescript.mjs';

const root = new URL('../../', import.meta.url);
const shipped = readBoundary(shippedLists);
const test = readBoundary(['test']);
const [option, variant, folder] = process.argv.slice(2);
const ofModule = (boundary) => ({
  'boundary/generated/boundary.h': boundaryHeader(boundary),
  'boundary/generated/boundary_operations.h': operationsHeader(boundary),
  'boundary/generated/boundary_jobs.c': jobsSource(boundary),
  'boundary/generated/boundary_asserts.h': assertsHeader(boundary),
});
const intoFolder = (names, texts) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${names}/${name}`, text]));
const committed = {
  ...intoFolder('wasm', ofModule(shipped)),
  'wasm/boundary/generated/boundary_test.h': testHeader(test),
  'src/module/generated/boundary.ts': boundaryModule(shipped, markOf(shippedLists)),
  'src/module/generated/boundary-exports.ts': exportsModule(shipped, test),
  'src/module/generated/boundary-operations.ts': operationsModule(shipped),
  'test/support/generated/boundary-test.ts': testModule(test),
};
const outputs =
  option === '--variant'
    ? intoFolder(folder, ofModule(readBoundary(listsOf('ship', variant))))
    : committed;
const check = process.argv.includes('--check');
let stale = 0;
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, root);
  const present = (() => {
    try {
      return readFileSync(url, 'utf8');
    } catch {
      return '';
    }
  })();
  if (present === text) continue;
  if (check) {
    console.error(`${path} does not match wasm/boundary/: run npm run generate`);
    stale++;
  } else {
    mkdirSync(new URL('.', url), { recursive: true });
    writeFileSync(url, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
