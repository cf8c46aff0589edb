#!/usr/bin/env node
// A job written in JavaScript. The first one waits for a virtual handle until the event loop signals it;
// the second one waits for a handle that nobody signals, until its deadline cancels it.
import { loadOpenSSL } from 'openssl-async';

const ossl = await loadOpenSSL();
const started = performance.now();
const log = (text) =>
  console.log(`${(performance.now() - started).toFixed(0).padStart(4)} ms  ${text}`);

/** A job that waits for a meter, which answers by signalling the handle that it is given. */
const readMeter = (askMeter) => async (job) => {
  const handle = ossl.newHandle();
  // OpenSSL keeps the key, the handle, the data and the cleanup, as ASYNC_WAIT_CTX_set_wait_fd(3) says.
  // The wait context goes when the job ends, however it ends, and the cleanup closes the handle.
  job.waitContext.setWaitFd('meter', handle, { unit: 'kWh' }, () => handle.close());
  askMeter(handle);
  log('the job pauses; this thread is free');
  await job.pause();
  log('the job was resumed');
  const { customData } = job.waitContext.getFd('meter');
  return `42 ${customData.unit}`;
};

const goodMeter = (handle) => setTimeout(() => handle.signal(), 100);
const brokenMeter = () => log('this meter will never answer');

const ticks = setInterval(() => log('the event loop goes on'), 40);
log(`the job returned ${await ossl.run(readMeter(goodMeter))}`);
try {
  await ossl.run(readMeter(brokenMeter), { timeout: 100 });
} catch (error) {
  log(`the job failed: ${error.code}, "${error.message}"`);
}

clearInterval(ticks);
const { handles, jobs, waitContexts } = ossl.stats();
log(`left behind: ${jobs.live} jobs, ${handles.open} handles, ${waitContexts} wait contexts`);
