/** The levels that are shown as black and white, for each type of samples. */
import { fullRange, ownRange, type Range, type Samples, type SampleType } from './deep/samples.ts';

type Side = 'before' | 'after';

/** A result whose levels span so many times the range that is shown gets a range of its own. */
const WIDER = 20;

/** One range for the original and the result, unless these lie in different levels, such as metres and fractions. */
export class Ranges {
  readonly #shared = new Map<SampleType, Range>();
  readonly #ofResult = new Map<SampleType, Range>();

  get(type: SampleType, side: Side = 'after'): Range {
    const own = side === 'after' ? this.#ofResult.get(type) : undefined;
    return own ?? this.#shared.get(type) ?? fullRange(type);
  }

  /** Takes the range that somebody chose for the result, and for the original where both share one. */
  set(type: SampleType, range: Range): void {
    (this.#ofResult.has(type) ? this.#ofResult : this.#shared).set(type, range);
  }

  /** Begins with another picture. One of 8 bits is shown from black to white, as browsers show it. */
  open(samples: Samples): void {
    this.#ofResult.clear();
    if (samples.type !== 'u8') this.#shared.set(samples.type, ownRange(samples));
  }

  /** Gives a result a range of its own if little of it could be seen in the one that it shares. */
  fit(samples: Samples): void {
    const { type } = samples;
    const own = ownRange(samples);
    if (shows(this.get(type, 'before'), own)) this.#ofResult.delete(type);
    else if (!this.#ofResult.has(type) || !shows(this.get(type), own)) this.#ofResult.set(type, own);
  }
}

/** Whether levels can be told apart in a range. */
function shows(range: Range, levels: Range): boolean {
  const isInside = levels.low < range.high && levels.high > range.low;
  return isInside && levels.high - levels.low <= WIDER * (range.high - range.low);
}
