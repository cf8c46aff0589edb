import { OpenSSLError } from '../../base/errors.js';
import { checkList, checkObject } from '../../base/checks.js';
import { Key } from '../keys/key.js';
import { type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';
import { signatureParameters } from '../primitives/sign.js';
import { type CreateCrlOptions, refuseProblem, timeText } from './x509-options.js';

/** X509_CRL_sign(3); gives DER. */
export async function createCrl(
  operator: Operator,
  {
    issuer,
    issuerKey,
    lastUpdate,
    nextUpdate,
    number = 1,
    revoked = [],
    ...options
  }: CreateCrlOptions,
): Promise<Uint8Array> {
  Key.check(issuerKey, operator.core);
  checkList('revoked', revoked);
  for (const one of revoked) checkObject('What is revoked', one);
  if (typeof number === 'bigint' ? number < 0n : !(Number.isSafeInteger(number) && number >= 0))
    throw new OpenSSLError('argument', 'The number of a revocation list is a whole one from 0');
  const { crl, problem } = await operator.run(
    'create_crl',
    {
      key: issuerKey,
      issuer: issuer.toDer(),
      last_update: timeText('lastUpdate', lastUpdate),
      next_update: timeText('nextUpdate', nextUpdate),
      number: number.toString(16),
      revoked: textList(
        revoked.flatMap(({ date, reason, serial }) => {
          if (typeof serial !== 'string' || !/^[\da-f]{1,40}$/i.test(serial))
            throw new OpenSSLError('argument', 'A serial is up to 40 hex digits');
          if (reason !== undefined && !reasons.has(reason))
            throw new OpenSSLError('argument', 'A reason is one of 0 to 6 and 8 to 10');
          return [serial, timeText('date', date), reason ? String(reason) : ''];
        }),
      ),
      ...signatureParameters(issuerKey, options),
    },
    options,
  );
  refuseProblem(problem);
  return crl;
}

/** CRLReason: RFC 5280, section 5.3.1. */
const reasons = new Set([0, 1, 2, 3, 4, 5, 6, 8, 9, 10]);
