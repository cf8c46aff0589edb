// Prints upstream's test programs that are built, one a line: NAME SOURCE...
import { readFileSync } from 'node:fs';

const native = JSON.parse(readFileSync(new URL('native.json', import.meta.url), 'utf8'));
for (const [name, { sources }] of Object.entries(native.programs)) {
  console.log(name, ...sources);
}
