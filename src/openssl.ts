import { Cms } from './crypto/cms/cms.js';
import { operatorOf } from './crypto/core-facade.js';
import { Pkcs12 } from './crypto/pkcs12.js';
import { X509 } from './crypto/x509/x509.js';
import type { LoadOptions } from './load-options.js';
import { variantLists } from './module/generated/boundary.js';
import { OpenSSLCore } from './openssl-core.js';

/** One loaded instance of OpenSSL; `loadOpenSSL` makes one. */
export class OpenSSL extends OpenSSLCore {
  /** Certificates, requests and revocation lists. */
  override readonly x509: X509;
  /** Files of a key with its certificates. */
  readonly pkcs12: Pkcs12;
  /** Signed and encrypted messages. */
  readonly cms: Cms;

  /** Makes an instance of a module that has been compiled, without a promise. @throws {@link OpenSSLError} `load`, `argument` */
  constructor(module: WebAssembly.Module, options: LoadOptions = {}) {
    super(module, options, variantLists.full);
    const operator = operatorOf(this);
    this.x509 = new X509(operator);
    this.pkcs12 = new Pkcs12(operator, this.x509);
    this.cms = new Cms(operator);
  }
}
