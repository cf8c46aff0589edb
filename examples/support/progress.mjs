// What a person sees while keys are generated: a bar each on a terminal, a line now and then elsewhere.
import { MultiBar, Presets } from 'cli-progress';

const PRIMES = 2;
/** Columns of a row beside its bar, with room for the ^C that the terminal writes behind the last one. */
const ROW_WIDTH = 53;

/** How far one key is. Its `onProgress` is told what OpenSSL's callback is told. */
export class KeyProgress {
  candidates = 0;
  primes = 0;
  /** 'searching', then 'done', 'cancelled' or 'failed' */
  state = 'searching';
  #sinceLastPrime = 0;
  #started = performance.now();
  #ended;
  #expected;

  constructor(bits) {
    // One number of a prime's size in (length · ln 2) is prime, and even ones are not tried. Below 2048
    // bits OpenSSL tries no multiples of small primes either, which leaves about a fifth of those.
    this.#expected = (bits / 2) * Math.LN2 * (bits < 2048 ? 0.1 : 0.5);
  }

  onProgress({ phase }) {
    if (phase === 0) {
      this.candidates++;
      this.#sinceLastPrime++;
    } else if (phase === 3) {
      this.primes++;
      this.#sinceLastPrime = 0;
    }
  }

  end(state) {
    this.state = state;
    this.#ended = performance.now();
  }

  get seconds() {
    return ((this.#ended ?? performance.now()) - this.#started) / 1000;
  }

  /**
   * From 0 to 1. Nobody knows how many candidates a prime will take, so the bar shows how likely it was
   * to be found by now: it slows down towards the end of each half, and jumps when the prime is there.
   */
  get fraction() {
    if (this.state === 'done') return 1;
    const luck = this.primes < PRIMES ? 1 - Math.exp(-this.#sinceLastPrime / this.#expected) : 0;
    return Math.min((this.primes + luck) / PRIMES, 1);
  }

  toString() {
    const what = this.state === 'searching' ? `${this.primes} of ${PRIMES} primes` : this.state;
    const candidates = `${this.candidates.toLocaleString('en')} candidates`;
    return `${what.padEnd(13)} ${candidates.padStart(17)} ${this.seconds.toFixed(1).padStart(6)} s`;
  }
}

/**
 * Shows how far some keys are, until `stop()`.
 *
 * @param keys - one {@link KeyProgress} each
 * @param stream - where to; if it is no terminal, or one with too few lines, plain lines are written
 */
export function showProgress(keys, stream) {
  const roomy = stream.isTTY && stream.rows > keys.length + 1;
  return roomy ? showBars(keys, stream) : showLines(keys, stream);
}

function showBars(keys, stream) {
  const size = Math.max(8, Math.min(stream.columns - ROW_WIDTH, 40));
  const bars = new MultiBar(
    {
      stream,
      hideCursor: true,
      linewrap: true,
      forceRedraw: true, // the terminal itself wrote ^C over a bar
      gracefulExit: false, // Ctrl-C is the program's business
      format(options, { progress }, { key, number }) {
        const full = Math.round(progress * size);
        const bar =
          options.barCompleteChar.repeat(full) + options.barIncompleteChar.repeat(size - full);
        return `${`key ${number}`.padEnd(6)} ${bar}  ${key}`;
      },
    },
    Presets.shades_classic,
  );
  const rows = keys.map((key, index) => bars.create(1, 0, { key, number: index + 1 }));
  const update = () => {
    keys.forEach((key, index) => rows[index].update(key.fraction));
  };
  bars.on('redraw-pre', update);
  return {
    stop() {
      update();
      bars.stop();
    },
  };
}

function showLines(keys, stream) {
  const seen = keys.map(() => '');
  const report = () => {
    keys.forEach((key, index) => {
      const now = `${key.candidates > 0} ${key.primes} ${key.state}`;
      if (now === seen[index] || now === 'false 0 searching') return;
      seen[index] = now;
      stream.write(`key ${index + 1}: ${String(key).replaceAll(/ +/g, ' ')}\n`);
    });
  };
  const timer = setInterval(report, 100);
  return {
    stop() {
      clearInterval(timer);
      report();
    },
  };
}
