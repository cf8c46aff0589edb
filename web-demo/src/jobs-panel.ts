import type { Key, OpenSSL, Stats, WaitContext } from 'openssl-async';
import { $, bytes, milliseconds, nextFrame, onClick } from './dom.js';
import { onFrame } from './frames.js';
import { LanesView } from './lanes-view.js';
import { makeSlowKey, type SlowKey } from './slow-key.js';
import { Timeline } from './timeline.js';

type Kind = 'mix' | 'sign' | 'rsa';

/** Milliseconds of a frame that starting jobs may take. */
const START_BUDGET = 4;

/** "Many jobs, one thread": starts jobs, holds and cancels them, and shows what they do. */
export async function startJobsPanel(ossl: OpenSSL): Promise<Timeline> {
  const signer = await makeSlowKey(ossl, { name: 'Demo', delay: () => 400 + Math.random() * 3600 });
  const timeline = new Timeline(ossl); // from here on: what was needed for the key is not shown
  const view = new LanesView(timeline, () => {
    const { jobs, memory } = ossl.stats();
    return jobs.allocated > 0 ? memory.stacks / jobs.allocated : 0;
  });
  const longest = { frame: 0 }; // while there are jobs
  let batch = 0;
  let cancelledBatch = 0;

  async function start(count: number): Promise<void> {
    const own = ++batch;
    if (timeline.liveCount === 0) longest.frame = 0;
    const kind = $<HTMLSelectElement>('job-kind').value as Kind;
    let sliceStart = performance.now();
    for (let index = 0; index < count; index++) {
      if (cancelledBatch >= own) return;
      if (performance.now() - sliceStart > START_BUDGET) sliceStart = await nextFrame();
      const makesKey = kind === 'rsa' || (kind === 'mix' && index % 4 === 1);
      void (makesKey ? makeRsa(ossl, timeline) : signOnce(ossl, timeline, signer, index));
    }
  }

  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-start]')) {
    button.disabled = false;
    button.addEventListener('click', () => void start(Number(button.dataset['start'])));
  }
  const hold = $<HTMLButtonElement>('hold');
  hold.disabled = false;
  onClick('hold', () => {
    timeline.hold(!timeline.holding);
    hold.setAttribute('aria-pressed', String(timeline.holding));
    hold.textContent = timeline.holding ? 'Go on' : 'Pause all';
  });
  onClick('cancel-all', () => {
    cancelledBatch = batch;
    timeline.cancelAll();
  });
  onClick('cancel-one', () => {
    if (view.selected) timeline.cancel(view.selected);
  });
  showFigures(ossl, timeline, view, longest);
  return timeline;
}

/** Runs an operation with a wait context of its own, by which its job is known. */
export async function labelled<T>(
  ossl: OpenSSL,
  timeline: Timeline,
  label: string,
  operation: (waitContext: WaitContext) => Promise<T>,
): Promise<T> {
  const waitContext = ossl.newWaitContext();
  timeline.label(waitContext, label);
  try {
    return await operation(waitContext);
  } finally {
    waitContext.free();
  }
}

async function signOnce(
  ossl: OpenSSL,
  timeline: Timeline,
  { certificate, key }: SlowKey,
  index: number,
): Promise<void> {
  const document = new TextEncoder().encode(`document ${index}`);
  await labelled(ossl, timeline, 'CMS signature with a slow key', (waitContext) =>
    ossl.cms.sign(document, { signers: [{ certificate, key }], waitContext }),
  ).catch(() => undefined); // the lane shows it
}

async function makeRsa(ossl: OpenSSL, timeline: Timeline): Promise<void> {
  const options = { algorithm: 'RSA', bits: 1024 } as const;
  const key: Key | undefined = await labelled(ossl, timeline, 'RSA-1024 key', (waitContext) =>
    ossl.generateKey({ ...options, waitContext }),
  ).catch(() => undefined);
  key?.free();
}

function showFigures(
  ossl: OpenSSL,
  timeline: Timeline,
  view: LanesView,
  longest: { frame: number },
): void {
  const show = [
    figure('live', 'live', () => String(timeline.liveCount)),
    figure('paused', 'paused inside C', ({ jobs }) => String(jobs.paused)),
    figure('finished', 'finished', () => String(timeline.finished)),
    figure('cancelled', 'cancelled', () => String(timeline.cancelled)),
    figure('pauses', 'pauses so far', ({ jobs }) => jobs.pauses.toLocaleString('en')),
    figure('bytes', 'stacks and frames', ({ memory }) => bytes(memory.stacks + memory.savedFrames)),
    figure('frame', 'longest frame', () => (longest.frame > 0 ? milliseconds(longest.frame) : '–')),
  ];
  const all = $<HTMLButtonElement>('cancel-all');
  const one = $<HTMLButtonElement>('cancel-one');
  let last = -Infinity;
  onFrame((now, delta) => {
    if (timeline.liveCount > 0) longest.frame = Math.max(longest.frame, delta);
    if (now - last < 200) return;
    last = now;
    const stats = ossl.stats();
    for (const each of show) each(stats);
    all.disabled = timeline.liveCount === 0;
    one.disabled = view.selected?.ended !== undefined || !view.selected;
  });
}

/** Adds a figure under the timeline, and gives what shows it when it has changed. */
function figure(
  name: string,
  label: string,
  read: (stats: Stats) => string,
): (stats: Stats) => void {
  const row = document.createElement('div');
  const term = document.createElement('dt');
  const value = document.createElement('dd');
  term.textContent = label;
  value.id = `figure-${name}`;
  row.append(term, value);
  $('figures').append(row);
  return (stats) => {
    const text = read(stats);
    if (text !== value.textContent) value.textContent = text;
  };
}
