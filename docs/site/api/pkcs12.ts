/**
 * Files with a key and its certificates: `ossl.pkcs12`. Import from `openssl-async`.
 *
 * @module pkcs12
 */
export {
  type Pkcs12,
  type Pkcs12Contents,
  type Pkcs12ReadOptions,
  type Pkcs12WriteOptions,
} from '../../../src/index.js';
