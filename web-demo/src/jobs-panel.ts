import type { Key, OpenSSL, WaitContext } from 'openssl-async';
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
  signer: SlowKey,
  index: number,
): Promise<void> {
  const document = new TextEncoder().encode(`document ${index}`);
  await labelled(ossl, timeline, 'CMS signature with a slow key', (waitContext) =>
    ossl.cms.sign(document, { signers: [signer], waitContext }),
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
  const names = ['live', 'paused', 'finished', 'cancelled', 'pauses', 'bytes', 'frame'] as const;
  const cells = names.map((name) => $(`figure-${name}`));
  const buttons = (['hold', 'cancel-all', 'cancel-one'] as const).map((id) =>
    $<HTMLButtonElement>(id),
  );
  let last = 0;
  let shown: string[] = [];
  onFrame((now, delta) => {
    if (timeline.liveCount > 0) longest.frame = Math.max(longest.frame, delta);
    if (now - last < 200) return;
    last = now;
    const { jobs, memory } = ossl.stats();
    const values = [
      String(timeline.liveCount),
      String(jobs.paused),
      String(timeline.finished),
      String(timeline.cancelled),
      jobs.pauses.toLocaleString('en'),
      bytes(memory.stacks + memory.savedFrames),
      longest.frame > 0 ? milliseconds(longest.frame) : '–',
    ];
    for (const [index, value] of values.entries())
      if (value !== shown[index]) (cells[index] as HTMLElement).textContent = value;
    shown = values;
    const [hold, all, one] = buttons as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement];
    hold.disabled = timeline.liveCount === 0 && !timeline.holding;
    all.disabled = timeline.liveCount === 0;
    one.disabled = view.selected?.ended !== undefined || !view.selected;
  });
}
