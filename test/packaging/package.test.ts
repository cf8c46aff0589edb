// The package as npm would publish it, looked at by the usual checkers and by its own bill of materials.
import { createRequire } from 'node:module';
import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPins } from '../../tools/openssl-pin.mjs';
import { installPackages } from '../../tools/packages.mjs';
import { checks, pack, root, run, sha256 } from './tools.mjs';

interface Component {
  'bom-ref': string;
  name: string;
  version?: string;
  hashes?: { alg: string; content: string }[];
  licenses?: unknown[];
  pedigree?: { patches: { diff: { url: string }; resolves: { id: string }[] }[] };
}
interface Sbom {
  components: Component[];
  formulation: { components: Component[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const pins = readPins(root);
const required = createRequire(`${checks}package.json`);
let packed: { tarball: string; files: string[] };
let manifest: { exports: Record<string, unknown>; dependencies?: unknown };

beforeAll(async () => {
  installPackages(checks);
  packed = await pack();
  manifest = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as typeof manifest;
});

/** A program of the checkers' packages, by the name of its command. */
function checker(
  name: string,
  args: readonly string[],
  options?: object,
): Promise<{ stdout: string }> {
  return run(join(checks, 'node_modules/.bin', name), args, options);
}

describe('what is published', () => {
  test('has the module, code, types, licences, notices, the README and the bill of materials', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'NOTICE',
        'README.md',
        'package.json',
        'dist/openssl-async.wasm',
        'dist/sbom.cdx.json',
        ...['index', 'webcrypto', 'http', 'pkcs11', 'workers', 'pool-worker'].map(
          (name) => `dist/${name}.js`,
        ),
      ]),
    );
    const others = packed.files.filter((file) => !/^dist\/.*(\.js|\.js\.map|\.d\.ts)$/.test(file));
    expect(others).toHaveLength(6);
    expect(manifest.dependencies).toBeUndefined();
  });

  test('publint finds nothing', async () => {
    const { stdout } = await checker('publint', [packed.tarball, '--strict']);
    expect(stdout).toContain('All good!');
  });

  test('the types resolve, for each entry and each way to resolve an ES module', async () => {
    const entries = Object.keys(manifest.exports)
      .filter((entry) => !/\.(wasm|json)$/.test(entry))
      .map((entry) => entry.replace('./', ''));
    const { stdout } = await checker('attw', [
      packed.tarball,
      '--profile=esm-only',
      '--no-color',
      '--format=ascii', // the same whatever the terminal's width
      '--entrypoints',
      ...entries,
    ]);
    // what it ignores are the ways of CommonJS, of which the package has none
    for (const way of ['node16 (from ESM): 🟢 (ESM)', 'bundler: 🟢'])
      expect(stdout.split(way)).toHaveLength(entries.length + 1);
    expect(stdout).not.toContain('❌');
  });

  test('knip finds nothing that is not used', async () => {
    const { stdout } = await checker('knip', ['--no-progress']);
    expect(stdout.trim()).toBe('');
  });

  test('the sizes are within the budgets', async () => {
    const { stdout } = await checker('size-limit', ['--json'], { cwd: checks });
    const sizes = JSON.parse(stdout) as { name: string; passed: boolean; size: number }[];
    expect(sizes.filter(({ passed }) => !passed)).toEqual([]);
    expect(sizes.length).toBeGreaterThanOrEqual(8);
  });
});

describe('the bill of materials', () => {
  let text: string;
  let sbom: Sbom;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openssl-async-sbom-'));
    try {
      await run('tar', ['-xzf', packed.tarball, '-C', folder]);
      text = await readFile(join(folder, 'package/dist/sbom.cdx.json'), 'utf8');
    } finally {
      await rm(folder, { recursive: true });
    }
    sbom = JSON.parse(text) as Sbom;
  });

  test('is valid CycloneDX 1.6', async () => {
    const { Spec, Validation } = required('@cyclonedx/cyclonedx-library') as {
      Spec: { Version: { v1dot6: string } };
      Validation: {
        JsonStrictValidator: new (version: string) => { validate(text: string): Promise<unknown> };
      };
    };
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBeNull();
    // that it does notice
    expect(await validator.validate(text.replace('"bomFormat"', '"format"'))).not.toBeNull();
  });

  test('names OpenSSL with the hash of its tarball, and each security fix that it was given', () => {
    const openssl = sbom.components.find(({ name }) => name === 'openssl');
    // An alternative may have been built, where the tested pin can't be had.
    const pin = pins.find(({ version }) => version === openssl?.version);
    expect(openssl?.hashes).toEqual([{ alg: 'SHA-256', content: pin?.sha256 }]);
    const patches = openssl?.pedigree?.patches ?? [];
    expect(
      patches.map(({ diff, resolves }) => [
        diff.url.split('/').at(-1),
        ...resolves.map(({ id }) => id),
      ]),
    ).toEqual(pin?.patches.map(({ ids, name }) => [name, ...ids]));
  });

  test('names each published file with its hash, and what is in it', async () => {
    const files = sbom.components.filter((each) => each['bom-ref'].startsWith('file:'));
    expect(files.map(({ name }) => name).sort()).toEqual(
      packed.files
        .filter((file) => /^dist\/[^/]+\.(js|wasm)$/.test(file))
        .map((file) => file.replace('dist/', ''))
        .sort(),
    );
    for (const { hashes, name } of files)
      expect(hashes).toEqual([
        { alg: 'SHA-256', content: sha256(await readFile(`${root}dist/${name}`)) },
      ]);
    const parts = (file: string): string[] =>
      sbom.dependencies
        .find(({ ref }) => ref === `file:${file}`)
        ?.dependsOn.map((ref) => ref.replace(/^.*[:/]|@.*$/g, '')) ?? [];
    expect(parts('http.js')).toEqual(['ky']);
    expect(parts('workers.js')).toEqual(['comlink']);
    expect(parts('pool-worker.js')).toEqual(['comlink']);
    expect(parts('index.js')).toEqual([]);
    const linked = ['openssl', 'emscripten', 'musl', 'dlmalloc', 'compiler-rt'];
    expect(parts('openssl-async.wasm')).toEqual(linked);
  });

  test('names the toolchain with versions and hashes', () => {
    const tools = sbom.formulation[0]?.components ?? [];
    const names = ['emscripten', 'clang', 'wasm-ld', 'wasm-opt', 'wasm-metadce'];
    expect(tools.map(({ name }) => name)).toEqual([...names, 'esbuild', 'typescript']);
    for (const { hashes, version } of tools) {
      expect(version).toMatch(/^\d+(\.\d+)*$/);
      expect(hashes?.[0]?.content).toMatch(/^([0-9a-f]{64}|[0-9a-f]{128})$/);
    }
  });

  test('NOTICE names each part that others wrote, and no other npm package', async () => {
    const notice = await readFile(`${root}NOTICE`, 'utf8');
    const parts = sbom.components.filter((each) => !each['bom-ref'].startsWith('file:'));
    for (const { name, version } of parts) {
      expect(notice.toLowerCase()).toContain(name === 'openssl' ? `openssl ${version}` : name);
    }
  });
});
