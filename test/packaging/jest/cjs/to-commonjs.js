// Jest's own require takes no ES modules, so the package's code becomes CommonJS.
const { pathToFileURL } = require('node:url');
const { transformSync } = require('esbuild');

exports.process = (code, file) =>
  transformSync(code, {
    format: 'cjs',
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(file).href) },
  });
