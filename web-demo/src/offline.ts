import { $ } from './dom.js';

/** Keeps the page for when there is no network. A page that is served by Vite itself has nothing to keep. */
export async function startOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('./sw.js');
    await navigator.serviceWorker.ready;
    $('offline').textContent = 'It is kept for when you are offline.';
  } catch {
    $('offline').textContent = ''; // a private window may refuse; then it needs the network
  }
}
