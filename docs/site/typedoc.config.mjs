import { topics } from './contents.mjs';

/** @type {import('typedoc').TypeDocOptions & import('typedoc-plugin-markdown').PluginOptions} */
export default {
  entryPoints: Object.keys(topics).map((name) => `api/${name}.ts`),
  tsconfig: 'tsconfig.json',
  plugin: ['typedoc-plugin-markdown', './typedoc-names.mjs'],
  out: '../../build/docs/api',
  readme: 'none',
  name: 'API',
  disableSources: true,
  disableGit: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  excludeExternals: true,

  sort: ['source-order'],

  // every symbol is described, and no link leads nowhere
  packagesRequiringDocumentation: ['openssl-async'],
  intentionallyNotDocumented: [
    'c-api.Pointer.__type.__pointer',
    'c-api.FunctionPointer.__type.__function',
  ],
  validation: { notExported: true, invalidLink: true, notDocumented: true, invalidPath: true },
  treatWarningsAsErrors: true,

  outputFileStrategy: 'modules',
  entryFileName: 'index',
  hideGroupHeadings: true,
  useCodeBlocks: true,
  expandObjects: false,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  pageTitleTemplates: { index: () => 'API', module: ({ name }) => topics[name] ?? name },
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  propertyMembersFormat: 'table',
  enumMembersFormat: 'table',
  tableColumnSettings: {
    hideInherited: true,
    hideOverrides: true,
    hideSources: true,
    hideModifiers: true,
    hideDefaults: true,
  },
};
