import { loadOpenSSL } from 'openssl-async';
import { startConsolePanel } from './console-panel.js';
import { $, attempt, describe, milliseconds } from './dom.js';
import { startMeter } from './frames.js';
import { startJobsPanel } from './jobs-panel.js';
import { startKeyPanel } from './key-panel.js';
import { startOffline } from './offline.js';
import { startQuantumPanel } from './quantum-panel.js';
import { startRsaPanel } from './rsa-panel.js';
import { startTheme } from './theme.js';

startTheme();
const meter = startMeter();

await attempt(
  async () => {
    const began = performance.now();
    const ossl = await loadOpenSSL({ timeSlice: 5 }); // of the 16 ms of a frame
    $('version').textContent = `${ossl.version.split(' ').slice(0, 2).join(' ')}.`;
    const timeline = await startJobsPanel(ossl);
    startKeyPanel(ossl, timeline);
    startRsaPanel(ossl, timeline);
    await startQuantumPanel(ossl);
    await startConsolePanel();
    $('status').textContent = `OpenSSL is loaded, in ${milliseconds(performance.now() - began)}.`;
    meter.reset();
    document.documentElement.dataset['ready'] = 'true';
  },
  (error) => {
    $('status').textContent = `OpenSSL could not be started: ${describe(error)}`;
  },
);

await startOffline();
