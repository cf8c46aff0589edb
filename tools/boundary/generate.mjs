// Writes the boundary's C and TypeScript from the lists in wasm/boundary/.
// With --check it writes nothing and fails when one of them is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readBoundary, shippedLists } from './boundary.mjs';
import { assertsHeader, boundaryHeader, jobsSource, operationsHeader, testHeader } from './c.mjs';
import { boundaryModule, exportsModule, operationsModule, testModule } from './typescript.mjs';

const root = new URL('../../', import.meta.url);
const shipped = readBoundary(shippedLists);
const test = readBoundary(['test']);
const outputs = {
  'wasm/boundary/generated/boundary.h': boundaryHeader(shipped),
  'wasm/boundary/generated/boundary_operations.h': operationsHeader(shipped),
  'wasm/boundary/generated/boundary_jobs.c': jobsSource(shipped),
  'wasm/boundary/generated/boundary_asserts.h': assertsHeader(shipped),
  'wasm/boundary/generated/boundary_test.h': testHeader(test),
  'src/module/generated/boundary.ts': boundaryModule(shipped),
  'src/module/generated/boundary-exports.ts': exportsModule(shipped, test),
  'src/module/generated/boundary-operations.ts': operationsModule(shipped),
  'test/support/generated/boundary-test.ts': testModule(test),
};
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
