import { OpenSSLError } from '../base/errors.js';
import { build, type Build, SECTION } from './generated/boundary.js';

/**
 * Sees to it that a module and this JavaScript are of one build: an old file from a cache, or a module that somebody built
 * from other lists, would be called with arguments that it reads otherwise. A module may have more lists than this
 * JavaScript knows.
 *
 * @param lists - those that this JavaScript needs of the module
 * @throws {@link OpenSSLError} `load`, naming both builds and what differs
 */
export function checkBuild(module: WebAssembly.Module, lists: readonly string[]): void {
  const given = buildOf(module);
  if (given === undefined)
    throw new OpenSSLError(
      'load',
      `The module does not say of which build it is, as those of this package do; this JavaScript is of ${build.version}`,
    );
  const others = lists.filter((name) => given.lists[name] !== build.lists[name]);
  if (given.version === build.version && others.length === 0) return;
  const differ = others.length === 0 ? 'their version' : `the parts ${others.join(', ')}`;
  throw new OpenSSLError(
    'load',
    `The module is of ${name(given)}, and this JavaScript of ${name(build)}: they differ in ${differ}; take both from one package`,
  );
}

/** The version, and of the lists that this JavaScript knows a short fingerprint for people. */
function name({ lists, version }: Build): string {
  const known = Object.keys(build.lists).map((list) => (lists[list] ?? '-').slice(0, 2));
  return `openssl-async ${version} (${known.join('')})`;
}

/** What a module says of itself; undefined if that is nothing. */
function buildOf(module: WebAssembly.Module): Build | undefined {
  try {
    const [section] = WebAssembly.Module.customSections(module, SECTION);
    if (section === undefined) return undefined;
    const { lists, version } = JSON.parse(new TextDecoder().decode(section)) as Partial<Build>;
    if (typeof version === 'string' && typeof lists === 'object' && lists !== null)
      return { lists, version };
  } catch {
    // it is no module at all, or it was not this package that wrote the section
  }
  return undefined;
}
