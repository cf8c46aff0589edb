// What each scope does: a key, a signature, a job that pauses. The module comes compiled, or is found by the package.
import { loadOpenSSL, OpenSSL } from './openssl-async/index.js';

export async function work(module) {
  const ossl = module ? new OpenSSL(module) : await loadOpenSSL();
  const data = new TextEncoder().encode('no window here');
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const signature = await ossl.sign(key, data, { hash: 'SHA256' });
  const isValid = await ossl.verify(key, signature, data, { hash: 'SHA256' });
  key.free();
  // each turn of the job is one of the runner: it pauses for what JavaScript will signal
  const pauses = await ossl.run(async (job) => {
    const handle = ossl.newHandle();
    job.waitContext.setWaitFd('self', handle);
    let count = 0;
    while (count < 3) {
      void Promise.resolve().then(() => handle.signal());
      await job.pause();
      handle.clear();
      count++;
    }
    job.waitContext.clearFd('self');
    handle.close();
    return count;
  });
  return { isValid, pauses, hasWindow: typeof window !== 'undefined' };
}
