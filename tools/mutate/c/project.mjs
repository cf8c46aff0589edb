// A copy of wasm/ with every mutation in it, to be built as the test module:
//
//   node tools/mutate/c/project.mjs FOLDER   FOLDER/wasm, FOLDER/tools/boundary, FOLDER/mutations.json
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { mutate } from './mutations.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const target = process.argv[2];

/** Our own C. What stands in upstream's place has upstream's text in it, and tests are no product. */
const folders = ['async', 'bridge', 'held', 'operations', 'posix'];

const header = `/* Which mutation is switched on, and which have been asked. */
extern int osa_mutant;
extern unsigned char osa_reached[];
#define OSA_MUTANT(number) (osa_reached[number] = 1, osa_mutant == (number))
`;

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, 'tools'), { recursive: true });
cpSync(join(root, 'wasm'), join(target, 'wasm'), { recursive: true });
cpSync(join(root, 'tools/boundary'), join(target, 'tools/boundary'), { recursive: true });

const all = [];
for (const folder of folders)
  for (const name of readdirSync(join(root, 'wasm', folder), { recursive: true })) {
    if (!name.endsWith('.c')) continue;
    const file = join(target, 'wasm', folder, name);
    const { mutations, text } = mutate(readFileSync(file, 'utf8'), all.length + 1);
    writeFileSync(file, `#include "mutant.h"\n#line 1\n${text}`);
    const path = relative(target, file);
    for (const mutation of mutations) all.push({ number: all.length + 1, path, ...mutation });
  }

const change = (path, edit) => {
  const file = join(target, path);
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
};
writeFileSync(join(target, 'wasm/mutant.h'), header);
// 0: none; where it is noted which have been asked
writeFileSync(
  join(target, 'wasm/test/mutant.c'),
  `int osa_mutant;
unsigned char osa_reached[${all.length + 1}];

unsigned char *test_mutant(int number);
unsigned char *test_mutant(int number)
{
    osa_mutant = number;
    return osa_reached;
}
`,
);
change('wasm/boundary/test.json', (text) => {
  const list = JSON.parse(text);
  list.exports.push({ c: 'void *test_mutant(int number)', about: 'switches one mutation on' });
  return JSON.stringify(list);
});
// a mutation is allowed to look odd
change('wasm/flags.sh', (text) => text.replace(' -Werror ', ' '));
writeFileSync(join(target, 'mutations.json'), JSON.stringify(all));
console.log(`${all.length} mutations`);
