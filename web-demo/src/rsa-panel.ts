import { type KeyProgress, type OpenSSL, OpenSSLError } from 'openssl-async';
import { $, describe, milliseconds, nextFrame, onClick } from './dom.js';
import { FrameProbe, onFrame } from './frames.js';
import { labelled } from './jobs-panel.js';
import { onTheme } from './theme.js';
import type { Timeline } from './timeline.js';

/** "RSA-4096 on the main thread": the same generation with its pauses and without, beside a wheel that turns. */
export function startRsaPanel(ossl: OpenSSL, timeline: Timeline): void {
  startWheel();
  const status = $('rsa-status');
  const buttons = ['rsa-on', 'rsa-off'].map((id) => $<HTMLButtonElement>(id));
  const cancel = $<HTMLButtonElement>('rsa-cancel');
  let abort: AbortController | undefined;

  async function generate(pauses: boolean): Promise<void> {
    const bits = Number($<HTMLSelectElement>('rsa-bits').value);
    const progress = new Progress();
    abort = new AbortController();
    for (const button of buttons) button.disabled = true;
    cancel.disabled = false;
    status.textContent = pauses
      ? 'Looking for two primes …'
      : 'Frozen until both primes are found …';
    if (!pauses) for (let frames = 0; frames < 4; frames++) await nextFrame(); // to be read before
    const probe = new FrameProbe();
    const began = performance.now();
    let isBlocked = false;
    try {
      const key = await labelled(ossl, timeline, `RSA-${bits} key`, (waitContext) =>
        ossl.generateKey({
          algorithm: 'RSA',
          bits,
          waitContext,
          signal: (abort as AbortController).signal,
          onProgress: (step) => {
            // we stand on the job's stack here: ASYNC_block_pause is for this job alone
            if (!pauses && !isBlocked) {
              ossl.blockPause();
              isBlocked = true;
            }
            progress.on(step);
          },
        }),
      );
      const took = performance.now() - began;
      key.free();
      await nextFrame();
      await nextFrame(); // the frame that was held up has ended
      const kind = pauses ? 'on' : 'off';
      $(`rsa-${kind}-time`).textContent = milliseconds(took);
      $(`rsa-${kind}-frame`).textContent = milliseconds(probe.longest);
      progress.show();
      status.textContent =
        `RSA-${bits} in ${milliseconds(took)}: ${progress.candidates} candidates, ${probe.count} frames meanwhile, ` +
        `the longest ${milliseconds(probe.longest)}. The key was wiped.`;
    } catch (error) {
      const isCancelled = error instanceof OpenSSLError && error.code === 'aborted';
      status.textContent = isCancelled
        ? 'Cancelled: C unwound, and wiped what it had.'
        : describe(error);
    } finally {
      probe.stop();
      progress.end();
      for (const button of buttons) button.disabled = false;
      cancel.disabled = true;
    }
  }

  for (const button of buttons) button.disabled = false;
  onClick('rsa-on', () => generate(true));
  onClick('rsa-off', () => generate(false));
  onClick('rsa-cancel', () => abort?.abort());
}

/** How far a generation is, shown once a frame. */
class Progress {
  candidates = 0;
  #primes = 0;
  #isOver = false;

  constructor() {
    const tick = (): void => {
      if (this.#isOver) return;
      this.show();
      requestAnimationFrame(tick);
    };
    tick();
  }

  on({ phase }: KeyProgress): void {
    if (phase === 0) this.candidates++;
    else if (phase === 3) this.#primes++;
  }

  show(): void {
    $<HTMLProgressElement>('rsa-progress').value = this.#primes;
    $('rsa-label').textContent =
      `${this.candidates} candidates, ${Math.min(2, this.#primes)} of 2 primes`;
  }

  end(): void {
    this.#isOver = true;
  }
}

/** A wheel that turns once in three seconds: an eye sees a frame that is missing. */
function startWheel(): void {
  const canvas = $<HTMLCanvasElement>('wheel');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)');
  let [bright, dim] = ['', ''];
  onTheme((colour) => {
    [bright, dim] = [colour('running'), colour('lane')];
  });
  onFrame((now) => {
    const turn = (now / (isCalm.matches ? 30_000 : 3000)) * 2 * Math.PI;
    const middle = canvas.width / 2;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.lineCap = 'round';
    context.lineWidth = 10;
    context.strokeStyle = dim;
    context.beginPath();
    context.arc(middle, middle, middle - 12, 0, 2 * Math.PI);
    context.stroke();
    context.strokeStyle = bright;
    for (const [radius, speed] of [
      [middle - 12, 1],
      [middle - 32, -2],
      [middle - 52, 3],
    ] as const) {
      context.beginPath();
      context.arc(middle, middle, radius, turn * speed, turn * speed + 1.6);
      context.stroke();
    }
  });
}
