/** The controls of all parameters of a step, or of all options of a format. */
import type { FieldSchema } from '../../../recipe/field-schema.ts';
import type { Values } from '../draft.ts';
import { element } from '../element.ts';
import type { FurtherFiles } from '../further-files.ts';
import { makeControl } from './control.ts';
import type { Control } from './row.ts';

interface Given {
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly files: FurtherFiles;
  readonly white: number;
  /** Takes the values with one of them changed, and its name. */
  change(values: Values, name: string): void;
}

/** Parameters that are seen at once; the others open on demand. */
const SEEN = 5;

export class Controls {
  readonly element: HTMLElement;
  readonly #controls = new Map<string, Control>();
  #values: Values = {};

  constructor({ fields, files, white, change }: Given) {
    for (const [name, field] of Object.entries(fields)) {
      const set = (value: unknown) => {
        const { [name]: _, ...others } = this.#values;
        change(value === undefined ? others : { ...this.#values, [name]: value }, name);
      };
      this.#controls.set(name, makeControl({ name, field, files, white, change: set }));
    }
    const rows = [...this.#controls.values()].map((control) => control.element);
    const rest = rows.length > SEEN + 1 ? rows.splice(SEEN) : [];
    const more =
      rest.length > 0 && element('details', {}, element('summary', {}, `${rest.length} more`), ...rest);
    this.element = element('div', { class: 'controls' }, ...rows, more);
  }

  show(values: Values): void {
    this.#values = values;
    for (const [name, control] of this.#controls) control.show(values[name]);
  }

  /** Shows faults at their fields. Gives those of fields that there are not. */
  fail(faults: ReadonlyMap<string, string>): string[] {
    for (const [name, control] of this.#controls) {
      const reason = faults.get(name);
      control.fail(reason);
      if (reason !== undefined) control.element.closest('details')?.setAttribute('open', '');
    }
    return [...faults]
      .filter(([name]) => !this.#controls.has(name))
      .map(([name, reason]) => `${name}: ${reason}`);
  }
}
