// Nothing to configure: the module and the worker are found.
export default {
  mode: 'production',
  devtool: false,
  entry: './src/main.js',
  output: { path: `${import.meta.dirname}/out`, filename: 'main.js', clean: true },
  performance: false,
};
