// One scope after the other; what each of them did is read by the test.
import { compileModule } from './openssl-async/index.js';
import { openPool } from './openssl-async/workers.js';

const answer = (target) =>
  new Promise((resolve, reject) => {
    target.onmessage = ({ data }) => resolve(data);
    target.onerror = ({ message }) => reject(new Error(message || 'The program did not load'));
  });

async function dedicated(module) {
  const worker = new Worker('./dedicated.js', { type: 'module' });
  const answered = answer(worker);
  worker.postMessage(module);
  return answered;
}

async function shared() {
  return answer(new SharedWorker('./shared.js', { type: 'module' }).port);
}

async function service() {
  const registration = await navigator.serviceWorker.register('./service.js', { type: 'module' });
  await navigator.serviceWorker.ready;
  const answered = answer(navigator.serviceWorker);
  navigator.serviceWorker.startMessages();
  registration.active.postMessage(undefined);
  const done = await answered;
  await registration.unregister();
  return done;
}

/** A real AudioWorklet, which renders for as long as it takes. */
async function audio(module) {
  const context = new OfflineAudioContext(1, 128, 44_100);
  await context.audioWorklet.addModule('./audio.js');
  const node = new AudioWorkletNode(context, 'openssl-async', { processorOptions: { module } });
  const answered = answer(node.port);
  const { port1, port2 } = new MessageChannel();
  const random = crypto.getRandomValues(new Uint8Array(4096));
  node.port.postMessage({ ports: [port1, port2], random }, [port1, port2]);
  node.connect(context.destination);
  await context.startRendering();
  return answered;
}

/** Aborted while it runs; then the same worker goes on. */
async function cancelled() {
  const pool = await openPool({ size: 1 });
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const options = { onProgress, signal: controller.signal };
  const code = await pool
    .run('generateKey', { algorithm: 'RSA', bits: 8192 }, options)
    .catch((error) => error.code);
  const { length } = await pool.run('digest', { algorithm: 'SHA256', data: new Uint8Array(3) });
  const { workers } = pool.stats();
  await pool.close();
  return { code, length, workers };
}

/** A worker that ends with an error in the middle is replaced. */
async function replaced() {
  const made = [];
  const worker = () => {
    const url = made.length === 0 ? './dying.js' : './openssl-async/pool-worker.js';
    made.push(new Worker(url, { type: 'module' }));
    return made.at(-1);
  };
  const pool = await openPool({ size: 1, worker });
  const dying = pool.run('generateKey', { algorithm: 'RSA', bits: 8192 });
  made[0].postMessage('die');
  const code = await dying.catch((error) => error.code);
  const { length } = await pool.run('digest', { algorithm: 'SHA256', data: new Uint8Array(3) });
  await pool.close();
  return { code, length, made: made.length };
}

const late = () =>
  new Promise((_, reject) => setTimeout(() => reject(new Error('It took too long')), 20_000));

globalThis.outcome = (async () => {
  const module = await compileModule();
  const outcomes = { crossOriginIsolated };
  const scopes = { dedicated: () => dedicated(), shared, service, audio, cancelled, replaced };
  scopes.given = () => dedicated(module);
  for (const [name, run] of Object.entries(scopes))
    outcomes[name] = await Promise.race([run(module), late()]).catch((error) => ({
      error: String(error),
    }));
  return outcomes;
})();
