/** The control for numbers; where a step takes one for each channel, three of them. */
import type { FieldSchema } from '../../../recipe/field-schema.ts';
import { element } from '../element.ts';
import { type Control, makeRow, type Setting, wordsOf } from './row.ts';
import { makeSlider } from './slider.ts';
import { scaleOf } from './slider-scale.ts';

export function numberControl(setting: Setting): Control {
  const { name, field, white, change } = setting;
  const scale = scaleOf(field, white);
  const words = wordsOf(name);
  const slider = makeSlider(words, scale, change);
  const line = element('div', { class: 'line' }, slider.range, slider.box);
  if (!takesChannels(field)) {
    return makeRow(setting, { input: slider.box, body: [line], show: slider.show });
  }

  let values: readonly unknown[] = [];
  const each = ['red', 'green', 'blue'].map((channel, index) => {
    const one = makeSlider(`${words}, ${channel}`, scale, (value) =>
      change(values.map((other, at) => (at === index ? (value ?? field.default ?? 0) : other))),
    );
    one.box.setAttribute('aria-label', `${words}, ${channel}, exactly`);
    return { ...one, line: element('div', { class: `line ${channel}` }, one.range, one.box) };
  });
  const split = element('button', { type: 'button', class: 'split', click: toggle }, 'RGB');
  function toggle() {
    change(values.length > 1 ? values[0] : [0, 1, 2].map(() => values[0] ?? field.default ?? 0));
  }
  return makeRow(setting, {
    input: slider.box,
    body: [split, line, ...each.map((one) => one.line)],
    show(value) {
      values = Array.isArray(value) ? value : [value];
      const isList = values.length > 1;
      split.setAttribute('aria-pressed', String(isList));
      split.setAttribute('aria-label', `RGB: one ${words} for each channel`);
      line.hidden = isList;
      slider.show(values[0]);
      for (const [index, one] of each.entries()) {
        one.line.hidden = !isList;
        one.show(values[index] ?? values[0]);
      }
    },
  });
}

/** Whether a list of up to three numbers may stand in place of the number. */
function takesChannels({ anyOf = [] }: FieldSchema): boolean {
  return anyOf.some(
    ({ type, maxItems, items }) => type === 'array' && maxItems === 3 && items?.type === 'number',
  );
}
