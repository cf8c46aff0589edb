// The declarations of the packed package in projects as users have them: each TypeScript from 5.4 on, each way to resolve,
// with no library of the platform's, with that of browsers, and with Node's.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshProject, pack, run } from './tools.mjs';

const versions = ['5.4', '5.7', '5.9', '6.0', '7.0'];
const resolutions = { bundler: 'esnext', node16: 'node16', nodenext: 'nodenext' };
const libraries: Record<string, { lib: string[]; types: string[] }> = {
  'no library': { lib: ['ES2022'], types: [] },
  'lib DOM': { lib: ['ES2022', 'DOM'], types: [] },
  '@types/node': { lib: ['ES2022'], types: ['node'] },
};

let folder: string;

beforeAll(async () => {
  const { tarball } = await pack();
  folder = await freshProject('types', tarball);
  await rm(`${folder}src`, { recursive: true });
}, 300_000);

async function compile(version: string, options: object): Promise<string> {
  const project = `${folder}tsconfig.json`;
  const compilerOptions = {
    ...{ target: 'ES2022', strict: true, skipLibCheck: false, noEmit: true },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...options,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(project, JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  const home = `${folder}node_modules/typescript-${version}/`;
  const { bin } = JSON.parse(await readFile(`${home}package.json`, 'utf8')) as {
    bin: { tsc: string };
  };
  const { stdout } = await run(process.execPath, [home + bin.tsc, '-p', folder]);
  return stdout;
}

describe.each(versions)('TypeScript %s', (version) => {
  for (const [moduleResolution, module] of Object.entries(resolutions))
    for (const [name, library] of Object.entries(libraries))
      test(`${moduleResolution}, ${name}`, async () => {
        expect(await compile(version, { module, moduleResolution, ...library })).toBe('');
      });
});
