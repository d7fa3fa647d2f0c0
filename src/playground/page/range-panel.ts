/** The choice of the levels that are shown as black and as white, for pictures of more than 8 bits. */
import { fullRange, ownRange, type Range, type Samples } from './deep/samples.ts';
import { byId } from './element.ts';
import type { Ranges } from './ranges.ts';

export class RangePanel {
  readonly #panel = byId('range', HTMLElement);
  readonly #low = byId('range-low', HTMLInputElement);
  readonly #high = byId('range-high', HTMLInputElement);
  #samples: Samples | undefined;

  constructor(ranges: Ranges, changed: () => void) {
    const set = (range: Range) => {
      if (!this.#samples || !(range.high > range.low)) return;
      ranges.set(this.#samples.type, range);
      this.#write(range);
      changed();
    };
    for (const input of [this.#low, this.#high]) {
      input.addEventListener('change', () =>
        set({ low: Number(this.#low.value), high: Number(this.#high.value) }),
      );
    }
    byId('range-own', HTMLButtonElement).addEventListener('click', () => {
      if (this.#samples) set(ownRange(this.#samples));
    });
    byId('range-full', HTMLButtonElement).addEventListener('click', () => {
      if (this.#samples) set(fullRange(this.#samples.type));
    });
  }

  /** Shows the range of a deep picture; nothing for one of 8 bits. */
  show(samples: Samples | undefined, ranges: Ranges): void {
    this.#samples = samples?.type === 'u8' ? undefined : samples;
    this.#panel.hidden = this.#samples === undefined;
    if (this.#samples) this.#write(ranges.get(this.#samples.type));
  }

  #write({ low, high }: Range): void {
    this.#low.value = String(Number(low.toPrecision(5)));
    this.#high.value = String(Number(high.toPrecision(5)));
  }
}
