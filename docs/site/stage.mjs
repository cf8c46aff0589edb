// Puts the site's pages together in build/docs/pages, which VitePress reads: the project's documents and examples, with
// their links made into the site's, and the API, which TypeDoc has written into build/docs/api before.
//
// In a document, a link is a path in the project, as every repository browser wants it. Here it becomes an address
// on the site; what is no page of the site, such as an example or the licence, becomes one that shows the file. A link to a
// file that is not there is an error.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressOf, sections, topics } from './contents.mjs';
import { slugify } from './slugify.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = join(root, 'build/docs/pages');

const documents = ['docs/index.md', ...sections.flatMap(({ pages }) => pages)];
/** Files that are shown because something links to them. */
const shown = new Set();

const read = (path) => readFileSync(join(root, path), 'utf8');

function write(address, text) {
  const file = join(pages, `${address}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The parts of a text that are no code, replaced. */
function outsideCode(text, replace) {
  return text
    .split(/(^ *```[^]*?^ *```$|`[^`\n]+`)/m)
    .map((part, index) => (index % 2 === 0 ? replace(part) : part))
    .join('');
}

/** Links that are paths, as addresses on the site. */
function siteLinks(text, from) {
  return outsideCode(text, (part) =>
    part.replaceAll(/\]\(([^)\s#:]+)(#[^)\s]*)?\)/g, (whole, link, anchor = '') =>
      link.startsWith('/') ? whole : `](${siteLink(link, from)}${anchor})`,
    ),
  );
}

function siteLink(link, from) {
  const path = posix.join(posix.dirname(from), link).replace(/\/$/, '');
  if (!existsSync(join(root, path)))
    throw new Error(`${from} links to ${path}, which is not there`);
  if (path === 'README.md') return '/guide/';
  if (path === 'examples') return '/examples/';
  const [, topic] = /^docs\/site\/api\/([\w-]+)\.ts$/.exec(path) ?? []; // what a page of the API is made from
  if (topic) return `/api/${topic}`;
  if (documents.includes(path)) return `/${addressOf(path).replace(/index$/, '')}`;
  if (!statSync(join(root, path)).isFile())
    throw new Error(`${from} links to ${path}, which is a folder, and no page of the site`);
  shown.add(path);
  return `/${shownAt(path)}`;
}

/** No address may end in what looks like another kind of file. */
const shownAt = (path) =>
  path
    .toLowerCase()
    .replace(/\.mjs$/, '')
    .replaceAll('.', '-');

/**
 * `<!-- include PATH PART -->…<!-- /include -->`: the part of another file between `<!-- PART … -->` and `<!-- /PART -->`
 * instead of what stands there for readers of the repository.
 */
function included(text, from) {
  return text.replaceAll(
    /<!-- include (\S+) (\S+) -->[^]*?<!-- \/include -->/g,
    (_, link, part) => {
      const path = posix.join(posix.dirname(from), link);
      if (!existsSync(join(root, path)))
        throw new Error(`${from} includes ${path}, which is not there`);
      const found = new RegExp(`<!-- ${part}\\b.*?-->([^]*?)<!-- /${part} -->`).exec(read(path));
      if (!found) throw new Error(`${from} includes ${part} of ${path}, which is not there`);
      return siteLinks(found[1], path);
    },
  );
}

function showFile(path) {
  const language =
    { '.mjs': 'js', '.ts': 'ts', '.sh': 'sh', '.json': 'json' }[extname(path)] ?? 'text';
  write(
    shownAt(path),
    `---\neditLink: false\noutline: false\n---\n\n# ${path}\n\n\`\`\`\`${language}\n${read(path).trimEnd()}\n\`\`\`\`\n`,
  );
}

for (const path of documents) write(addressOf(path), siteLinks(included(read(path), path), path));

const examples = [
  'generate-rsa-keys',
  'wait-for-javascript',
  'request-with-webcrypto-key',
  'certificate-authority-over-http',
  'sign-file-with-softhsm-key',
  'c-shaped',
].map((name) => `examples/${name}.mjs`);
for (const path of [...examples, 'LICENSE', 'NOTICE']) shown.add(path);
for (const path of shown) showFile(path);

/** What an example says of itself: its first comment. */
function about(path) {
  const [, comment = ''] = /^(?:#!.*\n)?((?:\/\/ .*\n)+)/.exec(read(path)) ?? [];
  return comment.replaceAll(/^\/\/ /gm, '').trim();
}
write(
  'examples/index',
  `# Examples\n\nPrograms in the folder \`examples\`. Each runs as it is; the tests run them too.\n\n${examples
    .map((path) => `## [${path.slice(9)}](/${shownAt(path)})\n\n${about(path)}`)
    .join('\n\n')}\n`,
);

/** Headings of TypeDoc that only say what kind of thing comes. */
const groups = /^### (?:Accessors|Constructors|Methods)\n\n/gm;
const origins = /^#{3,6} (?:Implementation of|Inherited from|Overrides)\n\n.*\n\n?/gm;
const labels =
  /^#{3,6} (Call Signature|Constructor|Default Value|Extended by|Extends|Get Signature|Implementation of|Implements|Inherited from|Overrides|Parameters|Properties|Returns|Throws|Type Declaration|Type Parameters|Union Members)$/gm;

/** A page of the API as a reader wants it: its headings are what can be looked up, and nothing else. */
function withoutLabels(text) {
  return outsideCode(text.replaceAll(origins, ''), (part) =>
    part
      .replaceAll(labels, '**$1**')
      .replaceAll(groups, '')
      .replaceAll(/^####(#*) /gm, '###$1 ')
      .replaceAll(/^\*\*(?:Call|Get) Signature\*\*\n\n|^\*\*\*\n\n/gm, ''),
  );
}

/** TypeDoc counts some headings twice, and then links to a second one that is not there. */
function withRightAnchors(text) {
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slugify(heading));
  return text.replaceAll(/\]\(#([\w-]+)-1\)/g, (link, anchor) =>
    anchors.filter((one) => one === anchor).length === 1 ? `](#${anchor})` : link,
  );
}

for (const name of Object.keys(topics)) {
  write(`api/${name}`, withRightAnchors(withoutLabels(read(`build/docs/api/${name}.md`))));
}

/** The first paragraph of an API page, without the sentence that says what to import. */
function purpose(name) {
  const [, paragraph = ''] = read(`build/docs/api/${name}.md`).split('\n\n');
  return paragraph.split(' Import from')[0];
}
write(
  'api/index',
  `# API\n\nEverything that can be imported, by topic. The text comes from the source.\n\n| | |\n| --- | --- |\n${Object.entries(
    topics,
  )
    .map(([name, title]) => `| [${title}](/api/${name}) | ${purpose(name)} |`)
    .join('\n')}\n`,
);
