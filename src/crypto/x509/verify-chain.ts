import { OpenSSLError } from '../../base/errors.js';
import { constants } from '../../module/generated/boundary.js';
import type { Certificate } from './certificate.js';
import { joined, split } from '../encoding/der-list.js';
import type { Operator } from '../../operator/operator.js';
import type { VerifyOptions, VerifyResult } from './x509-options.js';

const purposes = ['sslserver', 'sslclient', 'smimesign', 'codesign', 'timestampsign', 'any'];
const crlChecks = {
  none: constants.OSA_CRL_CHECK_NONE,
  leaf: constants.OSA_CRL_CHECK_LEAF,
  chain: constants.OSA_CRL_CHECK_CHAIN,
};

/** X509_verify_cert(3). */
export async function verifyChain(
  operator: Operator,
  parse: (der: Uint8Array) => Promise<Certificate>,
  certificate: Certificate,
  options: VerifyOptions,
): Promise<VerifyResult> {
  const { at, crls = [], email, hostname, ip, purpose, trusted, untrusted = [] } = options;
  const { authLevel = 0 } = options;
  if (!Number.isInteger(authLevel) || authLevel < 0 || authLevel > 5)
    throw new OpenSSLError('argument', 'authLevel is a whole number from 0 to 5');
  const { crlCheck = crls.length > 0 ? 'chain' : 'none' } = options;
  if (!Object.hasOwn(crlChecks, crlCheck))
    throw new OpenSSLError('argument', 'crlCheck is none, leaf or chain');
  if (at !== undefined && !(at instanceof Date && Number.isFinite(at.getTime())))
    throw new OpenSSLError('argument', 'at is a valid Date');
  for (const [name, text] of Object.entries({ email, hostname, ip, purpose }))
    if (text !== undefined && (typeof text !== 'string' || text === '' || text.includes('\0')))
      throw new OpenSSLError('argument', `${name} is a text that is not empty`);
  if (purpose !== undefined && !purposes.includes(purpose))
    throw new OpenSSLError('argument', `purpose is one of ${purposes.join(', ')}`);
  if (ip !== undefined && !isAddress(ip))
    throw new OpenSSLError('argument', 'ip is an IPv4 or IPv6 address, such as 192.0.2.1');
  const found = await operator.run(
    'verify_chain',
    {
      certificate: certificate.toDer(),
      trusted: joined(trusted),
      untrusted: joined(untrusted),
      crls: joined(crls),
      purpose,
      hostname,
      email,
      ip,
      at: at && String(Math.floor(at.getTime() / 1000)),
      crl_check: crlChecks[crlCheck],
      auth_level: authLevel,
    },
    options,
  );
  if (found.code === constants.X509_V_OK)
    return { valid: true, chain: await Promise.all(split(found.chain).map(parse)) };
  return {
    valid: false,
    code: found.code,
    reason: new TextDecoder().decode(found.reason),
    depth: found.depth,
    certificate: found.current.length > 0 ? await parse(found.current) : undefined,
  };
}

function isIpv4(text: string): boolean {
  const numbers = text.split('.');
  return numbers.length === 4 && numbers.every((one) => /^\d{1,3}$/.test(one) && Number(one) < 256);
}

/** RFC 4291, section 2.2; without a zone. */
function isAddress(text: string): boolean {
  if (!text.includes(':')) return isIpv4(text);
  const last = text.slice(text.lastIndexOf(':') + 1);
  const hasIpv4 = isIpv4(last);
  const halves = (hasIpv4 ? text.replace(last, '0:0') : text).split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const isFull = halves.length === 1 ? groups.length === 8 : groups.length < 8;
  return halves.length < 3 && isFull && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
}
