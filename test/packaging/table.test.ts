// The guide's page about tools: its table has the versions that the projects pin, and its configuration is what they use.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { root } from './tools.mjs';

const page = await readFile(`${root}docs/guide/in-your-project.md`, 'utf8');

async function pinned(folder: string): Promise<Record<string, string>> {
  const text = await readFile(`${root}test/${folder}/package.json`, 'utf8');
  return (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies;
}

/** By the name of the tool: its folder and its packages. */
const tools: Record<string, [folder: string, ...packages: string[]]> = {
  webpack: ['packaging/webpack', 'webpack'],
  Rollup: ['packaging/rollup', 'rollup'],
  'Next.js': ['packaging/next', 'next'],
  Vite: ['packaging/vite-dev', 'vite-5', 'vite-6', 'vite-7', 'vite-8'],
  Vitest: ['packaging/vitest', 'vitest'],
  Jest: ['packaging/jest', 'jest'],
  tsx: ['packaging/node', 'tsx'],
  esbuild: ['packaging/node', 'esbuild'],
  Node: ['runtimes/npm', 'node-20', 'node-22', 'node-24', 'node-26'],
  Bun: ['runtimes/npm', '@oven/bun-linux-x64-baseline'],
  Deno: ['runtimes/npm', '@deno/linux-x64-glibc'],
};

for (const [tool, [folder, ...packages]] of Object.entries(tools))
  test(`${tool} is in the table, as it is pinned`, async () => {
    const rows = page.split('\n').filter((line) => line.startsWith(`| ${tool} `));
    expect(rows).not.toEqual([]);
    const versions = await pinned(folder);
    for (const name of packages) {
      const version = versions[name]?.replace(/^npm:.*@/, '') ?? '';
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
      expect(rows.filter((row) => row.includes(version))).not.toEqual([]);
    }
  });

test.each(['jest.config.js', 'to-commonjs.js'])('%s is the one that is tried', async (file) => {
  const text = await readFile(`${root}test/packaging/jest/cjs/${file}`, 'utf8');
  const code = text.replace(/^\/\/.*\n/, '');
  expect(page).toContain(`// ${file}\n${code}`);
});
