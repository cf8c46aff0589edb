import { $, bytes, milliseconds } from './dom.js';
import { onFrame } from './frames.js';
import { onTheme } from './theme.js';
import { type Lane, states, Timeline } from './timeline.js';

const words: Record<(typeof states)[number], string> = {
  none: '',
  paused: 'paused; it goes on when its turn comes',
  running: 'running',
  waiting: 'paused inside OpenSSL, waiting',
  held: 'held by you',
  finished: 'finished',
  failed: 'failed',
  cancelled: 'cancelled; C has unwound and freed everything',
};

/** Draws the timeline: one small picture with a pixel per cell, scaled up. Constant work per frame. */
export class LanesView {
  readonly #timeline: Timeline;
  readonly #stackSize: () => number;
  readonly #canvas = $<HTMLCanvasElement>('lanes-canvas');
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  readonly #picture = document.createElement('canvas');
  readonly #small: CanvasRenderingContext2D;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  readonly #colours = new Uint32Array(states.length);
  #selected: Lane | undefined;
  /** The column that the picture goes up to. */
  #drawn = 0;
  #lastDetail = 0;
  #detail = '';

  constructor(timeline: Timeline, stackSize: () => number) {
    this.#timeline = timeline;
    this.#stackSize = stackSize;
    this.#picture.width = Timeline.columns;
    this.#picture.height = Timeline.maxLanes;
    this.#small = this.#picture.getContext('2d') as CanvasRenderingContext2D;
    this.#image = this.#small.createImageData(Timeline.columns, Timeline.maxLanes);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    onTheme((colour) => {
      this.#readColours(colour);
    });
    new ResizeObserver(() => {
      const scale = devicePixelRatio;
      this.#canvas.width = Math.round(this.#canvas.clientWidth * scale);
      this.#canvas.height = Math.round(this.#canvas.clientHeight * scale);
    }).observe(this.#canvas);
    this.#listen();
    onFrame((now) => {
      this.#draw(now);
    });
  }

  get selected(): Lane | undefined {
    return this.#selected;
  }

  #listen(): void {
    this.#canvas.addEventListener('pointermove', ({ offsetY }) => {
      const { lanes } = this.#timeline;
      const at = Math.floor(offsetY / this.#laneHeight(this.#canvas.clientHeight));
      this.#select(lanes[at]);
    });
    $('lanes').addEventListener('keydown', (event) => {
      const { lanes } = this.#timeline;
      const at = this.#selected ? this.#selected.row : -1;
      const moves: Record<string, number> = {
        ArrowDown: at + 1,
        ArrowUp: at - 1,
        PageDown: at + 10,
        PageUp: at - 10,
        Home: 0,
        End: lanes.length - 1,
      };
      const to = moves[event.key];
      if (to !== undefined && lanes.length > 0) {
        event.preventDefault();
        this.#select(lanes[Math.min(Math.max(to, 0), lanes.length - 1)]);
      } else if (event.key === 'Delete' && this.#selected) {
        this.#timeline.cancel(this.#selected);
      }
    });
  }

  #select(lane: Lane | undefined): void {
    if (lane === this.#selected) return;
    this.#selected = lane;
    this.#lastDetail = 0;
  }

  #laneHeight(height: number): number {
    return Math.min(26, height / Math.max(1, this.#timeline.lanes.length));
  }

  #draw(now: number): void {
    const timeline = this.#timeline;
    const { cells, lanes } = timeline;
    timeline.advance(now);
    const columns = Timeline.columns;
    const used = lanes.length * columns;
    const isNew = timeline.column !== this.#drawn;
    this.#drawn = timeline.column;
    for (let at = 0; isNew && at < used; at++)
      this.#pixels[at] = this.#colours[cells[at] as number] as number;
    const { height, width } = this.#canvas;
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    if (lanes.length > 0) {
      if (isNew) this.#small.putImageData(this.#image, 0, 0, 0, 0, columns, lanes.length);
      const lane = this.#laneHeight(height / devicePixelRatio) * devicePixelRatio;
      this.#paint(now, width, lane * lanes.length);
      this.#separate(lane, width);
      this.#outline(lane, width);
    }
    this.#tell(now);
  }

  /** The ring in two pieces, the older one first; between two columns it slides. */
  #paint(now: number, width: number, height: number): void {
    const columns = Timeline.columns;
    const rows = this.#timeline.lanes.length;
    const head = (this.#timeline.column % columns) + 1;
    const unit = width / (columns - 2);
    const slide = (now / Timeline.step - Math.floor(now / Timeline.step)) * unit;
    const context = this.#context;
    context.imageSmoothingEnabled = false;
    const older = columns - head;
    context.drawImage(this.#picture, head, 0, older, rows, -slide - unit, 0, older * unit, height);
    const start = (older - 1) * unit - slide;
    context.drawImage(this.#picture, 0, 0, head, rows, start, 0, head * unit, height);
  }

  #separate(lane: number, width: number): void {
    if (lane < 5) return;
    const gap = Math.max(1, Math.round(lane * 0.22));
    for (let row = 0; row <= this.#timeline.lanes.length; row++)
      this.#context.clearRect(0, Math.round(row * lane - gap / 2), width, gap);
  }

  #outline(lane: number, width: number): void {
    const { row } = this.#selected ?? { row: -1 };
    if (row < 0 || this.#timeline.lanes[row] !== this.#selected) return;
    this.#context.strokeStyle = getComputedStyle(this.#canvas).color;
    this.#context.lineWidth = 1.5 * devicePixelRatio;
    this.#context.strokeRect(1, row * lane, width - 2, Math.max(lane, 3));
  }

  #tell(now: number): void {
    $('lanes-empty').hidden = this.#timeline.lanes.length > 0;
    if (!this.#selected || now - this.#lastDetail < 400) return;
    this.#lastDetail = now;
    const text = this.#describe(this.#selected, now);
    if (text !== this.#detail) $('lane-detail').textContent = this.#detail = text;
  }

  #describe(lane: Lane, now: number): string {
    const state = states[this.#timeline.shown(lane)] as (typeof states)[number];
    const name = `Job ${lane.number}, ${lane.label}: ${words[state]}`;
    if (lane.ended !== undefined)
      return `${name}. It took ${milliseconds(lane.ended - lane.since)} with ${count(lane.pauses)}. It holds no bytes any more.`;
    const handles = lane.handles.length > 0 ? ` for handle ${lane.handles.join(', ')}` : '';
    const stack = this.#stackSize();
    return (
      `${name}${handles}. Stack ${bytes(lane.stackDepth)} deep of ${bytes(stack)}, ` +
      `${bytes(stack + lane.savedFrames)} held (${bytes(lane.savedFrames)} of saved frames). ` +
      `${count(lane.pauses)}, ${milliseconds(Math.max(0, now - lane.since))} old.`
    );
  }

  #readColours(colour: (name: string) => string): void {
    const probe = document.createElement('canvas').getContext('2d', {
      willReadFrequently: true,
    }) as CanvasRenderingContext2D;
    for (const [index, state] of states.entries()) {
      probe.clearRect(0, 0, 1, 1);
      if (state !== 'none') {
        probe.fillStyle = colour(state === 'failed' ? 'cancelled' : state);
        probe.fillRect(0, 0, 1, 1);
      }
      const [pixel] = new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer);
      this.#colours[index] = pixel as number;
    }
  }
}

function count(pauses: number): string {
  return `${pauses} pause${pauses === 1 ? '' : 's'}`;
}
