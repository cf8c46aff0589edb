// What the site has, in the order of its sidebar: the one list. Paths are the project's; titles are the pages' own.

/** Pages whose address is not their path below docs/. */
const addresses = {
  'docs/ARCHITECTURE.md': 'architecture',
  'CONTRIBUTING.md': 'contributing',
  'SECURITY.md': 'security',
};

/** Markdown of the project that is part of the site, by section. */
export const sections = [
  {
    title: 'Guide',
    pages: [
      'docs/guide/index.md',
      'docs/guide/loading.md',
      'docs/guide/in-your-project.md',
      'docs/guide/errors.md',
      'docs/guide/memory.md',
      'docs/guide/pool.md',
      'docs/guide/where-it-runs.md',
      'docs/guide/speed.md',
    ],
  },
  {
    title: 'Ideas',
    pages: [
      'docs/guide/jobs.md',
      'docs/guide/wait-contexts.md',
      'docs/guide/virtual-handles.md',
      'docs/guide/callbacks.md',
      'docs/guide/cancellation.md',
      'docs/guide/held-keys.md',
      'docs/guide/streams.md',
    ],
  },
  {
    title: 'Recipes',
    pages: [
      'docs/guide/recipes/request.md',
      'docs/guide/recipes/token.md',
      'docs/guide/recipes/authority.md',
      'docs/guide/recipes/encrypt.md',
      'docs/guide/recipes/verify.md',
      'docs/guide/recipes/post-quantum.md',
      'docs/guide/recipes/key-formats.md',
      'docs/guide/recipes/waiting.md',
      'docs/guide/recipes/many-jobs.md',
    ],
  },
  {
    title: 'Reference',
    pages: [
      'docs/manual-pages.md',
      'docs/ARCHITECTURE.md',
      'SECURITY.md',
      'CONTRIBUTING.md',
      'docs/runtimes.md',
    ],
  },
];

/** The API's pages: each is a file in docs/site/api, which names what is on it. */
export const topics = {
  instance: 'The instance',
  jobs: 'Jobs',
  'wait-contexts': 'Wait contexts',
  handles: 'Virtual handles',
  errors: 'Errors',
  keys: 'Keys',
  operations: 'Operations',
  x509: 'X.509',
  cms: 'CMS',
  pkcs12: 'PKCS #12',
  webcrypto: 'Keys of WebCrypto',
  http: 'Keys behind HTTP',
  pkcs11: 'Keys on tokens',
  workers: 'A pool of workers',
  'c-api': 'The C-shaped layer',
};

/** The address of a page of the project on the site, without a slash in front. */
export function addressOf(path) {
  return addresses[path] ?? path.replace(/^docs\//, '').replace(/\.md$/, '');
}
