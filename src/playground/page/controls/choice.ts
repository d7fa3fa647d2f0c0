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
  const words = wordsIn(setting.field);
  const listed = words.includes('northeast') ? words.filter((word) => !DOUBLES.test(word)) : words;
  return selectControl(setting, listed, (word) => word);
}

/** Yes, no, or what the server takes when nobody says. */
export function maybeControl(setting: Setting): Control {
  return selectControl(setting, ['true', 'false'], (word) => word === 'true');
}

function selectControl(setting: Setting, words: readonly string[], read: (word: string) => unknown): Control {
  const { field, change } = setting;
  const select = element('select', {
    change: () => change(select.value === '' ? undefined : read(select.value)),
  });
  return makeRow(setting, {
    input: select,
    body: [select],
    show(value) {
      const text = value === undefined ? '' : String(value);
      const open = field.default === undefined ? [''] : [];
      const all = new Set([...open, ...words, text]);
      select.replaceChildren(
        ...[...all].map((word) => element('option', { value: word }, word || 'not set')),
      );
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
