module.exports = {
  transform: { 'node_modules/openssl-async/.*\\.js$': '<rootDir>/to-commonjs.js' },
  transformIgnorePatterns: ['node_modules/(?!openssl-async/)'],
};
