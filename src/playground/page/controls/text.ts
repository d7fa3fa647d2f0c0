/** The controls for texts, colours, lists of numbers, and names of files. */
import { element } from '../element.ts';
import { readNumber } from './read-number.ts';
import { type Control, makeRow, type Setting } from './row.ts';

/** Characters from which on a text may have several lines: names have fewer. */
const LONG = 1000;

export function textControl(setting: Setting): Control {
  const change = () => setting.change(input.value === '' ? undefined : input.value);
  const input =
    (setting.field.maxLength ?? 0) >= LONG
      ? element('textarea', { rows: 2, class: 'prose', input: change })
      : element('input', { type: 'text', autocomplete: 'off', input: change });
  return makeRow(setting, {
    input,
    body: [input],
    show(value) {
      const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
      if (input.value !== text) input.value = text;
    },
  });
}

export function colorControl(setting: Setting): Control {
  const input = element('input', {
    ...{ type: 'text', autocomplete: 'off', spellcheck: 'false' },
    change: () => setting.change(input.value === '' ? undefined : input.value.replace(/^#/, '')),
  });
  const swatch = element('input', {
    ...{ type: 'color', 'aria-label': `${setting.name}, from a palette` },
    input: () => setting.change(swatch.value.slice(1)),
  });
  return makeRow(setting, {
    input,
    body: [element('div', { class: 'line' }, swatch, input)],
    show(value) {
      input.value = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
      swatch.value = toHex(input.value);
    },
  });
}

/** A colour as the palette wants it. The browser knows the names. */
function toHex(text: string): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return '#000000';
  context.fillStyle = /^([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(text) ? `#${text}` : text;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function listControl(setting: Setting): Control {
  const input = element('textarea', { rows: 2, spellcheck: 'false', change: () => setting.change(read()) });
  function read(): unknown {
    const parts = input.value.split(/[\s,;:]+/).filter(Boolean);
    return parts.length === 0 ? undefined : parts.map(readNumber);
  }
  return makeRow(setting, {
    input,
    body: [input],
    show(value) {
      input.value = Array.isArray(value) ? value.flat().join(' ') : '';
    },
  });
}

export function fileControl(setting: Setting): Control {
  const { files, change } = setting;
  const select = element('select', { change: () => change(select.value || undefined) });
  const picker = element('input', {
    ...{ type: 'file', hidden: true, 'aria-label': `${setting.name}: choose a file` },
    change: () => {
      const [file] = picker.files ?? [];
      if (file) change(files.add(file));
    },
  });
  const button = element('button', { type: 'button', click: () => picker.click() }, 'Choose…');
  return makeRow(setting, {
    input: select,
    body: [element('div', { class: 'line' }, select, button, picker)],
    show(value) {
      const own = typeof value === 'string' ? value : '';
      const names = own === '' ? ['', ...files.names] : new Set([...files.names, own]);
      select.replaceChildren(
        ...[...names].map((name) => element('option', { value: name }, name || 'not set')),
      );
      select.value = own;
      select.title = own;
    },
  });
}
