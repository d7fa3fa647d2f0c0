/** A slider with a box for the exact number beside it. */
import { element } from '../element.ts';
import { readNumber } from './read-number.ts';
import { PLACES, type SliderScale } from './slider-scale.ts';

export interface Slider {
  readonly range: HTMLInputElement;
  readonly box: HTMLInputElement;
  show(value: unknown): void;
}

/** `label` names the slider; the row's label names the box. `change` takes a number, a text, or undefined for nothing. */
export function makeSlider(label: string, scale: SliderScale, change: (value: unknown) => void): Slider {
  const range = element('input', {
    ...{ type: 'range', min: 0, max: PLACES, step: 1, 'aria-label': label },
    input: () => change(scale.toValue(Number(range.value))),
    keydown: (event: KeyboardEvent) => step(event),
  });
  const box = element('input', {
    ...{ type: 'text', inputmode: 'decimal', class: 'number', placeholder: 'not set' },
    ...{ autocomplete: 'off', spellcheck: 'false' },
    change: () => change(readBox(box.value)),
  });

  /** One key is one step of the value, which may be many places of the slider, or none. */
  function step(event: KeyboardEvent): void {
    const ahead = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (ahead === undefined) return;
    event.preventDefault();
    const value = scale.toValue(Number(range.value));
    for (let place = Number(range.value) + ahead; place >= 0 && place <= PLACES; place += ahead) {
      if (scale.toValue(place) === value) continue;
      range.value = String(place);
      change(scale.toValue(place));
      return;
    }
  }

  return {
    range,
    box,
    show(value) {
      const text =
        value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
      if (box.value !== text) box.value = text;
      range.value = String(placeOf(value, scale));
      range.setAttribute('aria-valuetext', text === '' ? 'not set' : text);
      range.style.setProperty('--part', `${(100 * Number(range.value)) / PLACES}%`);
      range.classList.toggle('unset', typeof value !== 'number');
    },
  };
}

/** The place of a value: of a percentage, that part of the slider; the lowest one for anything else that is no number. */
function placeOf(value: unknown, scale: SliderScale): number {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(String(value)) ?? [];
  if (percent !== undefined) return (PLACES * Number(percent)) / 100;
  return scale.toPlace(typeof value === 'number' ? value : scale.low);
}

/** A number where the text is one; another text as it is, such as `50%`; nothing for an empty box. */
function readBox(text: string): unknown {
  const trimmed = text.trim().replace(/(?<=\d),(?=\d)/, '.');
  return trimmed === '' ? undefined : readNumber(trimmed);
}
