// Where Jest can load ES modules by require, nothing is to be configured.
module.exports = { transform: {} };
