/** The ranges of levels that somebody chose to see. */
import { fullRange, type Range, type SampleType } from './deep/samples.ts';

/** Levels that are shown as black and white, for each type of samples. */
export class Ranges {
  readonly #chosen = new Map<SampleType, Range>();

  get(type: SampleType): Range {
    return this.#chosen.get(type) ?? fullRange(type);
  }

  set(type: SampleType, range: Range): void {
    this.#chosen.set(type, range);
  }
}
