// An AudioWorklet's scope: no window, no fetch, no URL, no timers; the module comes compiled.
import { channels, entropy } from './audio-scope.js';
import { OpenSSL } from './openssl-async/index.js';

async function work(module) {
  const ossl = new OpenSSL(module);
  const data = Uint8Array.of(1, 2, 3);
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const signature = await ossl.sign(key, data, { hash: 'SHA256' });
  const isValid = await ossl.verify(key, signature, data, { hash: 'SHA256' });
  key.free();
  const names = ['window', 'fetch', 'URL', 'setTimeout'];
  return { isValid, missing: names.filter((name) => !(name in globalThis)) };
}

registerProcessor(
  'openssl-async',
  class extends AudioWorkletProcessor {
    constructor({ processorOptions: { module } }) {
      super();
      this.port.onmessageerror = () => this.port.postMessage({ error: 'not to be read' });
      this.port.onmessage = ({ data }) => {
        channels.push(data.ports);
        entropy.push(...data.random);
        work(module).then(
          (done) => this.port.postMessage(done),
          (error) => this.port.postMessage({ error: String(error.stack) }),
        );
      };
    }

    process() {
      return true;
    }
  },
);
