// Jest wants Node's flag --experimental-vm-modules for ES modules. Nothing is to be transformed.
export default { transform: {} };
