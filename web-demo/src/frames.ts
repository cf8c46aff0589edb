import { $, milliseconds } from './dom.js';
import { onTheme } from './theme.js';

type Listener = (now: number, delta: number) => void;

const listeners = new Set<Listener>();
const probes = new Set<FrameProbe>();
let last = 0;

function frame(now: number): void {
  requestAnimationFrame(frame);
  const delta = last === 0 ? 0 : now - last;
  last = now;
  for (const probe of probes) probe.add(delta);
  for (const listener of listeners) listener(now, delta);
}

// A page that is not shown has no frames: the first one after that says nothing.
document.addEventListener('visibilitychange', () => {
  last = 0;
});
requestAnimationFrame(frame);

/** Calls back at each frame. */
export function onFrame(listener: Listener): void {
  listeners.add(listener);
}

/** The longest time between two frames, and how many there were. */
export class FrameProbe {
  longest = 0;
  count = 0;

  constructor() {
    probes.add(this);
  }

  add(delta: number): void {
    if (delta === 0) return;
    this.count++;
    this.longest = Math.max(this.longest, delta);
  }

  reset(): void {
    this.longest = this.count = 0;
  }

  stop(): void {
    probes.delete(this);
  }
}

/** The meter in the page's head: a bar per frame, and the longest so far. */
export function startMeter(): FrameProbe {
  const probe = new FrameProbe();
  const canvas = $<HTMLCanvasElement>('meter-graph');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const text = $('meter-longest');
  const recent = new Float32Array(canvas.width / 2);
  let at = 0;
  let [ordinary, long] = ['', ''];
  onTheme((colour) => {
    [ordinary, long] = [colour('running'), colour('cancelled')];
  });
  onFrame((_, delta) => {
    recent[at++ % recent.length] = delta;
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (let bar = 0; bar < recent.length; bar++) {
      const value = recent[(at + bar) % recent.length] as number;
      context.fillStyle = value > 50 ? long : ordinary;
      const height = Math.min(canvas.height, (value / 50) * canvas.height);
      context.fillRect(bar * 2, canvas.height - height, 1.5, height);
    }
    if (at % 10 === 0) text.textContent = probe.count > 0 ? milliseconds(probe.longest) : '–';
  });
  $('meter-reset').addEventListener('click', () => {
    probe.reset();
  });
  return probe;
}
