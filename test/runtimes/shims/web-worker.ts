import { runInBrowser, tellFailure } from './in-browser.js';

if (typeof document === 'undefined') {
  runInBrowser().catch((error: unknown) => {
    tellFailure(String(error));
  });
} else {
  const worker = new Worker(import.meta.url, { type: 'module' });
  worker.onerror = ({ message }) => {
    tellFailure(`The worker failed: ${message}`);
  };
}
