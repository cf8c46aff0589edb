// The package in a realm that has the language itself, WebAssembly, Event and EventTarget, as an AudioWorklet's scope
// has, and what missing.js adds: no window, self, process, fetch, URL, Response, timers or workers.
// To be run with --experimental-vm-modules; prints what happened.
import { readFile } from 'node:fs/promises';
import vm from 'node:vm';

const dist = new URL('../../../dist/', import.meta.url);
const context = vm.createContext({ Event, EventTarget });
const modules = new Map();

async function load(url) {
  if (!modules.has(url.href)) {
    const source = await readFile(url, 'utf8');
    modules.set(url.href, new vm.SourceTextModule(source, { context, identifier: url.href }));
  }
  return modules.get(url.href);
}

async function run(source) {
  const module = new vm.SourceTextModule(source, { context, identifier: import.meta.url });
  await module.link((name, { identifier }) => load(new URL(name, identifier)));
  await module.evaluate();
  return module.namespace;
}

const { work } = await run(`
  import { channels, entropy } from './missing.js';
  import { OpenSSL } from ${JSON.stringify(new URL('index.js', dist).href)};

  export async function work({ module, ports, random }) {
    channels.push(ports);
    entropy.push(...random);
    const ossl = new OpenSSL(module);
    const data = Uint8Array.of(1, 2, 3);
    const key = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const signature = await ossl.sign(key, data, { hash: 'SHA256' });
    const isValid = await ossl.verify(key, signature, data, { hash: 'SHA256' });
    key.free();
    const names = ['window', 'self', 'process', 'fetch', 'URL', 'setTimeout', 'Worker'];
    return { isValid, present: names.filter((name) => name in globalThis), held: ossl.stats().jobs.live };
  }
`);
const { port1, port2 } = new MessageChannel();
const outcome = await work({
  module: await WebAssembly.compile(await readFile(new URL('openssl-async.wasm', dist))),
  ports: [port1, port2],
  random: crypto.getRandomValues(new Uint8Array(4096)),
});
console.log(JSON.stringify(outcome));
port1.close();
