/** How much a time counts for once another one has come: some ten of them are remembered. */
const MEMORY = 0.9;
/** A time counts as if it were this many times as long or as short as was expected, and no more. */
const BOUND = 2;
/** The first times may be of code that was still being compiled. */
const WARM_UP = 3;
/** Against one measured time. */
const GUESS_WEIGHT = 0.1;
const LEAST_MS = 1e-3;

interface Sums {
  readonly weight: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
}

/**
 * What a kind of work takes: a fixed time and a time for each pixel, by least squares of the relative errors of
 * what it took lately. It starts from a weak guess of the fixed time, so that one size tells of the others.
 */
export class Estimate {
  readonly #guess: Sums;
  #sums: Sums;
  #count = 0;
  #fixed = 0;
  #perPixel = 0;

  /** `fixed` is the time for hardly any pixel, in milliseconds. */
  constructor(fixed: number) {
    this.#guess = add(NOTHING, 0, fixed, GUESS_WEIGHT);
    this.#sums = this.#guess;
  }

  /** How many times are behind it. */
  get count(): number {
    return this.#count;
  }

  /** Milliseconds; meaningless before the first `add`. */
  at(pixels: number): number {
    return Math.max(LEAST_MS, this.#fixed + this.#perPixel * pixels);
  }

  add(pixels: number, milliseconds: number): void {
    const expected = this.at(pixels);
    let time = Math.max(LEAST_MS, milliseconds);
    if (this.#count > 0) {
      if (this.#count < WARM_UP && time < expected / BOUND) this.#sums = this.#guess;
      else time = Math.min(BOUND * expected, Math.max(expected / BOUND, time));
    }
    this.#count++;
    this.#sums = add(fade(this.#sums), pixels, time, 1);
    this.#fit();
  }

  /** Neither part of a time is below 0. */
  #fit(): void {
    const { weight, x, y, xx, xy } = this.#sums;
    this.#perPixel = Math.max(0, (weight * xy - x * y) / (weight * xx - x * x));
    this.#fixed = (y - this.#perPixel * x) / weight;
    if (this.#fixed >= 0) return;
    this.#fixed = 0;
    this.#perPixel = xy / xx;
  }
}

const NOTHING: Sums = { weight: 0, x: 0, y: 0, xx: 0, xy: 0 };

function fade({ weight, x, y, xx, xy }: Sums): Sums {
  return { weight: MEMORY * weight, x: MEMORY * x, y: MEMORY * y, xx: MEMORY * xx, xy: MEMORY * xy };
}

/** Errors count in proportion to the time itself. */
function add({ weight, x, y, xx, xy }: Sums, pixels: number, time: number, times: number): Sums {
  const w = times / (time * time);
  return {
    weight: weight + w,
    x: x + w * pixels,
    y: y + w * time,
    xx: xx + w * pixels * pixels,
    xy: xy + w * pixels * time,
  };
}
