// Every call of the facade, for tests of what becomes of it when something has ended.
import type {
  Certificate,
  CmsMessage,
  Job,
  Key,
  OpenSSL,
  VirtualHandle,
  WaitContext,
} from '../../src/index.js';
import { at, times } from './certificates.js';
import type { TestInstance } from './suite.js';

/** One of everything, of an instance that is about to end. */
export interface Things {
  readonly ossl: OpenSSL;
  readonly job: Job;
  readonly context: WaitContext;
  readonly handle: VirtualHandle;
  readonly key: Key;
  /** Of the key, self-signed. */
  readonly certificate: Certificate;
  /** Encrypted to it. */
  readonly message: CmsMessage;
}

const data = new TextEncoder().encode('data');
const subject = { CN: 'x' };
const derivation = { password: 'password', salt: data.slice(), length: 16 };

export async function everything({ jobs, ossl }: TestInstance): Promise<Things> {
  const context = ossl.newWaitContext();
  const handle = ossl.newHandle();
  context.setWaitFd('key', handle);
  context.setCallback(() => 1);
  const key = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
  const certificate = await ossl.x509.createCertificate({ ...times, subject, issuerKey: key });
  const message = await ossl.cms.encrypt(data, { recipients: [certificate] });
  const { job } = ossl.startJob({ func: jobs.endless, waitContext: context });
  return { ossl, job: job as Job, context, handle, key, certificate, message };
}

/** Each public method and property that does something, by its name. */
export const calls: Record<string, (things: Things) => unknown> = {
  'ossl.run': ({ ossl }) => ossl.run(() => 1),
  'ossl.startJob': ({ ossl }) => ossl.startJob({ func: () => 1 }),
  'ossl.startJob of a paused job': ({ job, ossl }) => ossl.startJob({ job }),
  'ossl.getCurrentJob': ({ ossl }) => ossl.getCurrentJob(),
  'ossl.getWaitContext': ({ job, ossl }) => ossl.getWaitContext(job),
  'ossl.observeJobs': ({ ossl }) => {
    ossl.observeJobs(() => undefined)();
  },
  'ossl.blockPause': ({ ossl }) => {
    ossl.blockPause();
  },
  'ossl.unblockPause': ({ ossl }) => {
    ossl.unblockPause();
  },
  'ossl.isCapable': ({ ossl }) => ossl.isCapable(),
  'ossl.initThread': ({ ossl }) => {
    ossl.initThread(1);
  },
  'ossl.cleanupThread': ({ ossl }) => {
    ossl.cleanupThread();
  },
  'ossl.setMemFunctions': ({ ossl }) => ossl.setMemFunctions({}),
  'ossl.getMemFunctions': ({ ossl }) => ossl.getMemFunctions(),
  'ossl.newWaitContext': ({ ossl }) => ossl.newWaitContext(),
  'ossl.newHandle': ({ ossl }) => ossl.newHandle(),
  'ossl.handle': ({ handle, ossl }) => ossl.handle(handle.fd),
  'ossl.poll': ({ handle, ossl }) => ossl.poll([handle]),
  'ossl.poll of nothing': ({ ossl }) => ossl.poll([]),
  'ossl.generateKey': ({ ossl }) => ossl.generateKey({ algorithm: 'RSA', bits: 512 }),
  'ossl.sign': ({ key, ossl }) => ossl.sign(key, data),
  'ossl.verify': ({ key, ossl }) => ossl.verify(key, data, data),
  'ossl.sign of a digest': ({ key, ossl }) =>
    ossl.sign(key, data, { hash: 'SHA1', prehashed: true }),
  'ossl.encrypt': ({ key, ossl }) => ossl.encrypt(key, data, { padding: 'pkcs1' }),
  'ossl.decrypt': ({ key, ossl }) => ossl.decrypt(key, data),
  'ossl.deriveBits': ({ key, ossl }) => ossl.deriveBits(key, key),
  'ossl.encapsulate': ({ key, ossl }) => ossl.encapsulate(key),
  'ossl.decapsulate': ({ key, ossl }) => ossl.decapsulate(key, data),
  'ossl.digest': ({ ossl }) => ossl.digest('SHA256', data),
  'ossl.hmac': ({ ossl }) => ossl.hmac('SHA256', data, data),
  'ossl.pbkdf2': ({ ossl }) => ossl.pbkdf2({ ...derivation, hash: 'SHA256', iterations: 1 }),
  'ossl.scrypt': ({ ossl }) => ossl.scrypt({ ...derivation, N: 2, r: 1, p: 1 }),
  'ossl.argon2id': ({ ossl }) =>
    ossl.argon2id({ ...derivation, salt: new Uint8Array(8), passes: 1, memory: 8, lanes: 1 }),
  'ossl.hkdf': ({ ossl }) => ossl.hkdf({ hash: 'SHA256', key: data, length: 16 }),
  'ossl.keys.generate': ({ ossl }) => ossl.keys.generate({ algorithm: 'Ed25519' }),
  'ossl.keys.import': ({ ossl }) => ossl.keys.import(data),
  'ossl.keys.importPublic': ({ ossl }) => ossl.keys.importPublic(data),
  'ossl.keys.export': ({ key, ossl }) =>
    ossl.keys.export(key, { password: 'password', kdf: { name: 'PBKDF2', iterations: 1 } }),
  'ossl.keys.fromSigner': ({ key, ossl }) =>
    ossl.keys.fromSigner({ algorithm: 'RSA', publicKey: key, sign: () => data }),
  'ossl.pkcs12.read': ({ ossl }) => ossl.pkcs12.read(data, { password: 'password' }),
  'ossl.pkcs12.write': ({ key, ossl }) =>
    ossl.pkcs12.write({ key, password: 'password', iterations: 1 }),
  'ossl.x509.createRequest': ({ key, ossl }) => ossl.x509.createRequest({ subject, key }),
  'ossl.x509.createCertificate': ({ key, ossl }) =>
    ossl.x509.createCertificate({ ...times, subject, issuerKey: key }),
  'ossl.x509.issue': ({ certificate, key, ossl }) =>
    ossl.x509.issue({ ...times, issuer: certificate, issuerKey: key, request: data }),
  'ossl.x509.createCrl': ({ certificate, key, ossl }) =>
    ossl.x509.createCrl({
      issuer: certificate,
      issuerKey: key,
      lastUpdate: times.notBefore,
      nextUpdate: times.notAfter,
    }),
  'ossl.x509.parseCertificate': ({ ossl }) => ossl.x509.parseCertificate(data),
  'ossl.x509.parseCertificates': ({ certificate, ossl }) =>
    ossl.x509.parseCertificates(certificate.toPem()),
  'ossl.x509.parseRequest': ({ ossl }) => ossl.x509.parseRequest(data),
  'ossl.x509.parseCrl': ({ ossl }) => ossl.x509.parseCrl(data),
  'ossl.x509.verify': ({ certificate, ossl }) =>
    ossl.x509.verify(certificate, { trusted: [certificate], at }),
  'ossl.cms.sign': ({ certificate, key, ossl }) =>
    ossl.cms.sign(data, { signers: [{ certificate, key }] }),
  'ossl.cms.verify': ({ certificate, message, ossl }) =>
    ossl.cms.verify(message, { trusted: [certificate] }),
  'ossl.cms.encrypt': ({ certificate, ossl }) =>
    ossl.cms.encrypt(data, { recipients: [certificate] }),
  'ossl.cms.decrypt': ({ certificate, key, message, ossl }) =>
    ossl.cms.decrypt(message, { certificate, key }),
  'ossl.stats': ({ ossl }) => ossl.stats(),
  'ossl.takeErrors': ({ ossl }) => ossl.takeErrors(),
  'ossl.version': ({ ossl }) => ossl.version,
  'ossl.fixes': ({ ossl }) => ossl.fixes,
  'ossl.c.ASYNC_WAIT_CTX_new': ({ ossl }) => ossl.c.ASYNC_WAIT_CTX_new(),
  'ossl.c.ASYNC_get_current_job': ({ ossl }) => ossl.c.ASYNC_get_current_job(),
  'ossl.c.memory.malloc': ({ ossl }) => ossl.c.memory.malloc(1),
  'ossl.c.memory.getInt': ({ ossl }) => ossl.c.memory.getInt(1024 as never),
  'ossl.exports': ({ ossl }) => ossl.exports.ASYNC_is_capable(),
  'context.pointer': ({ context }) => context.pointer,
  'context.setWaitFd': ({ context, handle }) => {
    context.setWaitFd('other', handle);
  },
  'context.getFd': ({ context }) => context.getFd('key'),
  'context.getFd of nothing': ({ context }) => context.getFd('no such key'),
  'context.getAllFds': ({ context }) => context.getAllFds(),
  'context.getChangedFds': ({ context }) => context.getChangedFds(),
  'context.clearFd': ({ context }) => context.clearFd('key'),
  'context.clearFd of nothing': ({ context }) => context.clearFd('no such key'),
  'context.setCallback': ({ context }) => {
    context.setCallback(null);
  },
  'context.getCallback': ({ context }) => context.getCallback(),
  'context.callCallback': ({ context }) => context.callCallback(),
  'context.setStatus': ({ context }) => {
    context.setStatus(2);
  },
  'context.getStatus': ({ context }) => context.getStatus(),
  'handle.signal': ({ handle }) => {
    handle.signal();
  },
  'handle.clear': ({ handle }) => {
    handle.clear();
  },
  'handle.readable': ({ handle }) => handle.readable,
  'job.pointer': ({ job }) => job.pointer,
  'job.waitContext': ({ job }) => job.waitContext,
  'job.pause': ({ job }) => job.pause(),
  'job.cancel': ({ job }) => {
    job.cancel();
  },
  'job.hold': ({ job }) => {
    job.hold();
  },
  'job.release': ({ job }) => {
    job.release();
  },
  'key.pointer': ({ key }) => key.pointer,
  'key.toPem': ({ key }) => key.toPem(),
  'key.publicToPem': ({ key }) => key.publicToPem(),
  'key.toDer': ({ key }) => key.toDer(),
  'key.isA': ({ key }) => key.isA('RSA'),
  'key.isHeld': ({ key }) => key.isHeld,
  'key.hasPrivate': ({ key }) => key.hasPrivate,
  'key.equals': ({ key }) => key.equals(key),
  'key.publicToText': ({ key }) => key.publicToText(),
  'key of ossl.sign': ({ key, ossl }) => ossl.sign(key, data),
  'key of ossl.verify': ({ key, ossl }) => ossl.verify(key, data, data),
  'key of ossl.encrypt': ({ key, ossl }) => ossl.encrypt(key, data),
  'key of ossl.decrypt': ({ key, ossl }) => ossl.decrypt(key, data),
  'key of ossl.deriveBits': ({ key, ossl }) => ossl.deriveBits(key, key),
  'key of ossl.encapsulate': ({ key, ossl }) => ossl.encapsulate(key),
  'key of ossl.decapsulate': ({ key, ossl }) => ossl.decapsulate(key, data),
  'key of ossl.keys.export': ({ key, ossl }) =>
    ossl.keys.export(key, { password: 'password', kdf: { name: 'PBKDF2', iterations: 1 } }),
  'key of ossl.keys.fromSigner': ({ key, ossl }) =>
    ossl.keys.fromSigner({ algorithm: 'RSA', publicKey: key, sign: () => data }),
  'key of ossl.pkcs12.write': ({ key, ossl }) =>
    ossl.pkcs12.write({ key, password: 'password', iterations: 1 }),
  'key of ossl.x509.createRequest': ({ key, ossl }) => ossl.x509.createRequest({ subject, key }),
  'key of ossl.x509.createCertificate': ({ key, ossl }) =>
    ossl.x509.createCertificate({ ...times, subject, issuerKey: key }),
  'key of ossl.cms.sign': ({ certificate, key, ossl }) =>
    ossl.cms.sign(data, { signers: [{ certificate, key }] }),
  'key of ossl.cms.decrypt': ({ certificate, key, message, ossl }) =>
    ossl.cms.decrypt(message, { certificate, key }),
  'key.publicToDer': ({ key }) => key.publicToDer(),
};
