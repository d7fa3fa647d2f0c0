/** The choice of the levels that are shown as black and as white, for pictures of more than 8 bits. */

import { readNumber } from './controls/read-number.ts';
import { fullRange, ownRange, type Range, type Samples } from './deep/samples.ts';
import { byId } from './element.ts';
import type { Ranges } from './ranges.ts';

export class RangePanel {
  readonly #panel = byId('range', HTMLElement);
  readonly #low = byId('range-low', HTMLInputElement);
  readonly #high = byId('range-high', HTMLInputElement);
  readonly #fault = byId('range-fault', HTMLElement);
  #samples: Samples | undefined;

  constructor(ranges: Ranges, changed: () => void) {
    const set = (range: Range) => {
      if (!this.#samples) return;
      const fault = faultOf(range);
      this.#fail(fault);
      if (fault !== '') return;
      ranges.set(this.#samples.type, range);
      this.#write(range);
      changed();
    };
    for (const input of [this.#low, this.#high]) {
      input.addEventListener('change', () =>
        set({ low: readLevel(this.#low.value), high: readLevel(this.#high.value) }),
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

  #fail(reason: string): void {
    this.#fault.textContent = reason;
    for (const input of [this.#low, this.#high]) {
      if (reason === '') input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    }
  }

  #write({ low, high }: Range): void {
    this.#fail('');
    this.#low.value = String(Number(low.toPrecision(5)));
    this.#high.value = String(Number(high.toPrecision(5)));
  }
}

/** What is wrong with a range; empty for nothing. */
function faultOf({ low, high }: Range): string {
  if (Number.isNaN(low) || Number.isNaN(high)) return 'Both have to be numbers.';
  return high > low ? '' : 'White has to be above black.';
}

/** A level that somebody typed, perhaps with a comma; NaN for anything else, which is in no range. */
function readLevel(text: string): number {
  const number = readNumber(text.trim().replace(',', '.'));
  return text.trim() === '' || typeof number === 'string' ? Number.NaN : number;
}
