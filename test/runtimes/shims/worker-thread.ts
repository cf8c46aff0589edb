// A worker_thread; the program that starts it only passes its events on.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Options, runSuites } from '../harness/run.js';
import { hostFromFiles } from './from-files.js';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: JSON.parse(process.argv[2] as string) as Options,
  });
  worker.on('message', (event) => {
    console.log(JSON.stringify(event));
  });
} else {
  const host = await hostFromFiles(workerData as Options, (event) => {
    parentPort?.postMessage(event);
  });
  await runSuites(host);
}
