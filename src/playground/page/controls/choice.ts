/** The controls for a few words, and for yes and no. */
import type { FieldSchema } from '../../../recipe/field-schema.ts';
import { element } from '../element.ts';
import { type Control, makeRow, type Setting } from './row.ts';

/** The words that a field takes, if it takes any. */
export function wordsIn({ enum: words = [], anyOf = [] }: FieldSchema): string[] {
  return [...words.filter((word) => typeof word === 'string'), ...anyOf.flatMap(wordsIn)];
}

/** Names of positions that mean the same as others in the list. */
const DOUBLES = /^(center|top|bottom|left|right|(left|right) (top|bottom))$/;

export function choiceControl(setting: Setting): Control {
  const { field, change } = setting;
  const words = wordsIn(field);
  const listed = words.includes('northeast') ? words.filter((word) => !DOUBLES.test(word)) : words;
  const select = element('select', { change: () => change(select.value === '' ? undefined : select.value) });
  return makeRow(setting, {
    input: select,
    body: [select],
    show(value) {
      const text = value === undefined ? '' : String(value);
      const others = listed.includes(text) ? [] : [text];
      const options = [...others, ...listed].map((word) =>
        element('option', { value: word }, word || 'as is'),
      );
      select.replaceChildren(...options);
      select.value = text;
    },
  });
}

export function switchControl(setting: Setting): Control {
  const box = element('input', {
    ...{ type: 'checkbox', role: 'switch' },
    change: () => setting.change(box.checked),
  });
  return makeRow(setting, {
    input: box,
    body: [box],
    show(value) {
      box.checked = value === true;
    },
  });
}
