/**
 * Signed and encrypted messages: `ossl.cms`. Import from `openssl-async`. See the [guide](/guide/streams).
 *
 * @module cms
 */
export {
  type Cms,
  type CmsMessage,
  type CmsSigner,
  type CmsSignOptions,
  type CmsVerifyOptions,
  type CmsEncryptOptions,
  type CmsDecryptOptions,
  type CmsInput,
  type CmsOutput,
  type CmsFormat,
} from '../../../src/index.js';
