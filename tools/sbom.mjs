// Writes dist/sbom.cdx.json: a software bill of materials in CycloneDX 1.6, made from what the build has really used.
// The same inputs give the same bytes, so it has neither a date nor a serial number.
//
//   node tools/sbom.mjs FACTS FIXES   where FACTS is what tools/build/toolchain-facts.sh printed in the toolchain, and
//                                     FIXES has OPENSSL_FIXES of the pin, one a line; OPENSSL_VERSION, OPENSSL_SHA256,
//                                     OPENSSL_URL, OPENSSL_FIXES_DEBIAN, OPENSSL_FIXES_SHA256 and TOOLCHAIN_ID are in
//                                     the environment
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

const { OPENSSL_FIXES_DEBIAN, OPENSSL_FIXES_SHA256 } = process.env;
const { OPENSSL_SHA256, OPENSSL_URL, OPENSSL_VERSION, TOOLCHAIN_ID } = process.env;
if (!OPENSSL_SHA256 || !OPENSSL_URL || !OPENSSL_VERSION || !TOOLCHAIN_ID)
  throw new Error('The environment must say which OpenSSL and which toolchain it is');

const json = async (file) => JSON.parse(await readFile(file, 'utf8'));
const manifest = await json('package.json');
const lock = await json('package-lock.json');
const bundles = await json('build/bundles.json');
const facts = (await readFile(process.argv[2], 'utf8'))
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [kind, name, version, sha256] = line.split('\t');
    if (!kind || !name || !version) throw new Error(`This is no fact about the toolchain: ${line}`);
    return { kind, name, version, sha256 };
  });

const license = (id) => [{ license: { id } }];
const expression = (text) => [{ expression: text }];
const sha256 = (content) => [{ alg: 'SHA-256', content }];

/** The C library and runtime support that are linked into the module. */
const libraries = {
  musl: { licenses: license('MIT'), url: 'https://musl.libc.org/' },
  emscripten: { licenses: expression('MIT OR NCSA'), url: 'https://emscripten.org/' },
  dlmalloc: { licenses: license('CC0-1.0'), url: 'https://gee.cs.oswego.edu/dl/html/malloc.html' },
  'compiler-rt': {
    licenses: expression('Apache-2.0 WITH LLVM-exception'),
    url: 'https://compiler-rt.llvm.org/',
  },
};

/** Upstream's security fixes on top of the release: [{ name, ids }]. */
const fixes = (await readFile(process.argv[3], 'utf8'))
  .split('\n')
  .filter(Boolean)
  .map((line) => line.split(' '))
  .map(([name, ...ids]) => ({ name, ids }));

/** Where each patch is from, and what it closes. They are backports: upstream's own commits, carried to the release. */
const pedigree = {
  patches: fixes.map(({ ids, name }) => ({
    type: 'backport',
    diff: {
      url: `debian:openssl_${OPENSSL_FIXES_DEBIAN}.debian.tar.xz/debian/patches/${name}`,
    },
    resolves: ids.map((id) => ({
      type: 'security',
      id,
      name: id,
      source: { name: 'OpenSSL', url: 'https://openssl-library.org/news/vulnerabilities/' },
    })),
  })),
  notes: `The patches are in openssl_${OPENSSL_FIXES_DEBIAN}.debian.tar.xz, SHA-256 ${OPENSSL_FIXES_SHA256}`,
};

const openssl = {
  type: 'library',
  'bom-ref': `pkg:generic/openssl@${OPENSSL_VERSION}`,
  name: 'openssl',
  version: OPENSSL_VERSION,
  description:
    fixes.length > 0
      ? "libcrypto, compiled from the release that the hash names, with upstream's own security fixes that its pedigree lists"
      : 'libcrypto, compiled from the release that the hash names, without patches',
  hashes: sha256(OPENSSL_SHA256),
  licenses: license('Apache-2.0'),
  cpe: `cpe:2.3:a:openssl:openssl:${OPENSSL_VERSION}:*:*:*:*:*:*:*`,
  purl: `pkg:generic/openssl@${OPENSSL_VERSION}?download_url=${encodeURIComponent(OPENSSL_URL)}&checksum=sha256:${OPENSSL_SHA256}`,
  externalReferences: [
    { type: 'distribution', url: OPENSSL_URL, hashes: sha256(OPENSSL_SHA256) },
    { type: 'website', url: 'https://www.openssl.org/' },
  ],
  ...(fixes.length > 0 ? { pedigree } : {}),
};

const linked = facts
  .filter(({ kind }) => kind === 'library')
  .map(({ name, version }) => ({
    type: 'library',
    'bom-ref': `library:${name}@${version}`,
    name,
    version,
    licenses: libraries[name].licenses,
    externalReferences: [{ type: 'website', url: libraries[name].url }],
  }));

const tools = facts
  .filter(({ kind }) => kind === 'tool')
  .map(({ name, sha256: hash, version }) => ({
    type: 'application',
    'bom-ref': `tool:${name}@${version}`,
    name,
    version,
    description: 'The hash is that of its executable',
    hashes: sha256(hash),
  }));
const npmTools = ['esbuild', 'typescript'].map((name) => npmPackage(name, 'application'));

function npmPackage(name, type = 'library') {
  const locked = lock.packages[`node_modules/${name}`];
  const [algorithm, base64] = locked.integrity.split('-');
  if (algorithm !== 'sha512') throw new Error(`${name} has no SHA-512 in the lock file`);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${locked.version}`;
  return {
    type,
    'bom-ref': purl,
    name,
    version: locked.version,
    description: 'The hash is that of its package on npm',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }],
    ...(locked.license ? { licenses: license(locked.license) } : {}),
    purl,
  };
}

/** The file of a bundle or of the module, with what is in it. */
async function file(name) {
  const hash = createHash('sha256')
    .update(await readFile(`dist/${name}`))
    .digest('hex');
  return {
    type: 'file',
    'bom-ref': `file:${name}`,
    name,
    hashes: sha256(hash),
    licenses: license(manifest.license),
  };
}

const module = await file('openssl-async.wasm');
const files = [module];
const dependencies = [{ ref: module['bom-ref'], dependsOn: [openssl, ...linked].map(ref) }];
const bundled = new Map();
for (const [name, packages] of Object.entries(bundles)) {
  const entry = await file(name);
  files.push(entry);
  for (const each of packages) bundled.set(each, npmPackage(each));
  dependencies.push({
    ref: entry['bom-ref'],
    dependsOn: packages.map((each) => bundled.get(each)['bom-ref']),
  });
}

const root = `pkg:npm/${manifest.name}@${manifest.version}`;
dependencies.unshift({ ref: root, dependsOn: files.map(ref) });

function ref(component) {
  return component['bom-ref'];
}

const sbom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    lifecycles: [{ phase: 'build' }],
    component: {
      type: 'library',
      'bom-ref': root,
      name: manifest.name,
      version: manifest.version,
      description: manifest.description,
      licenses: license(manifest.license),
      purl: root,
    },
    properties: [{ name: 'openssl-async:toolchain', value: TOOLCHAIN_ID }],
  },
  components: [...files, openssl, ...linked, ...bundled.values()],
  dependencies,
  formulation: [{ 'bom-ref': 'toolchain', components: [...tools, ...npmTools] }],
};
await writeFile('dist/sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);
