/** What all controls share: a label, a hint, a button that resets, and a place for the fault of the value. */
import type { FieldSchema } from '../../../recipe/field-schema.ts';
import { type Child, element, freshId, iconButton } from '../element.ts';
import type { FurtherFiles } from '../further-files.ts';
import { icon } from '../icons.ts';

/** A parameter or option that somebody can set. */
export interface Setting {
  readonly name: string;
  readonly field: FieldSchema;
  /** The level of white of the picture that the step gets. */
  readonly white: number;
  readonly files: FurtherFiles;
  /** Takes the new value; undefined is the default. */
  change(value: unknown): void;
}

export interface Control {
  readonly element: HTMLElement;
  /** Shows a value; undefined is the default. */
  show(value: unknown): void;
  /** Shows what is wrong with the value, or that nothing is. */
  fail(reason: string | undefined): void;
}

interface Parts {
  /** The element that the label names, and that faults belong to. */
  readonly input: HTMLElement;
  readonly body: readonly Child[];
  /** Shows a value in the input. */
  show(value: unknown): void;
}

/** Puts the inputs of a setting into a row of their own. */
export function makeRow({ name, field, change }: Setting, { input, body, show }: Parts): Control {
  const [id, hintId, faultId] = [freshId(), freshId(), freshId()];
  input.id = id;
  const hint = element('p', { class: 'hint', id: hintId }, field.description ?? '');
  const fault = element('p', { class: 'fault', id: faultId });
  const words = wordsOf(name);
  const reset = iconButton(`Reset ${words}`, icon('reset'), () => change(undefined));
  reset.classList.add('small');
  if (field.default !== undefined) reset.title = `Reset to ${field.default}`;
  const label = element('label', { for: id, title: field.description }, words, unitOf(field));
  const row = element('div', { class: 'row', 'data-field': name }, label, reset, ...body, fault, hint);
  input.setAttribute('aria-describedby', `${faultId} ${hintId}`);
  return {
    element: row,
    show(value) {
      reset.hidden = value === undefined || JSON.stringify(value) === JSON.stringify(field.default);
      show(value ?? field.default);
    },
    fail(reason) {
      fault.textContent = reason ?? '';
      row.classList.toggle('failed', reason !== undefined);
      if (reason === undefined) input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    },
  };
}

/** `without enlargement` for `withoutEnlargement`. */
export function wordsOf(name: string): string {
  return name.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

const UNITS: Readonly<Record<string, string>> = { pixels: 'px', degrees: '°', percent: '%', stops: 'stops' };

function unitOf({ unit = '' }: FieldSchema): HTMLElement {
  return element('small', {}, ` ${UNITS[unit] ?? (/^(levels|.*levels)$/.test(unit) ? 'levels' : '')}`);
}
