// Writes the boundary's C headers and TypeScript modules from wasm/boundary.json.
// With --check it writes nothing and fails when one of them is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { assertsHeader, boundaryHeader, operationsHeader } from './c.mjs';
import { boundaryModule, exportsModule, operationsModule } from './typescript.mjs';

const root = new URL('../../', import.meta.url);
const outputs = {
  'wasm/boundary.h': boundaryHeader(),
  'wasm/boundary_operations.h': operationsHeader(),
  'wasm/boundary_asserts.h': assertsHeader(),
  'src/module/generated/boundary.ts': boundaryModule(),
  'src/module/generated/boundary-exports.ts': exportsModule(),
  'src/module/generated/boundary-operations.ts': operationsModule(),
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
    console.error(`${path} does not match wasm/boundary.json: run npm run generate`);
    stale++;
  } else {
    writeFileSync(url, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
