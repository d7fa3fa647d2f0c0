/** The panel for the format of the result, and for a second one to compare it with. */
import type { Catalog } from './catalog.ts';
import { Controls } from './controls/controls.ts';
import type { SampleType } from './deep/samples.ts';
import { type DraftOutput, typeAfter } from './draft.ts';
import { byId, element, freshId } from './element.ts';
import type { FurtherFiles } from './further-files.ts';
import type { Fault } from './server.ts';
import type { Store } from './store.ts';

/** The form of one of the outputs. */
export type Place = 'output' | 'other';

interface Form {
  readonly format: string;
  readonly controls: Controls;
}

const makeNote = () => element('p', { class: 'note' });

export class Outputs {
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #files: FurtherFiles;
  readonly #forms: Partial<Record<Place, Form>> = {};
  readonly #notes = { output: makeNote(), other: makeNote() };
  readonly #faults = { output: element('p', { class: 'fault' }), other: element('p', { class: 'fault' }) };

  constructor(store: Store, catalog: Catalog, files: FurtherFiles) {
    this.#store = store;
    this.#catalog = catalog;
    this.#files = files;
    const compare = byId('compare', HTMLInputElement);
    compare.addEventListener('change', () => {
      const { draft } = store;
      // A format that shows a difference to whatever the first one is.
      const other = { format: draft.output.format === 'webp' ? 'avif' : 'webp', options: {} };
      store.set({ ...draft, other: compare.checked ? other : undefined });
    });
  }

  /** `own` is the format of the picture, and `type` that of its samples. */
  show(own: string, type: SampleType): void {
    const { steps, output, other } = this.#store.draft;
    byId('compare', HTMLInputElement).checked = other !== undefined;
    const last = steps.reduce((before, step) => typeAfter(step, before), type);
    this.#notes.output.textContent = this.#noteOn(output.format || own, last);
    this.#notes.other.textContent = other ? this.#noteOn(other.format || own, last) : '';
    this.#showForm('output', output, own);
    this.#showForm('other', other, own);
  }

  /** Shows faults of one of the outputs, and none of the other. Gives those that are elsewhere. */
  fail(faults: readonly Fault[], place: Place): Fault[] {
    const own = faults.filter(({ pointer }) => pointer.startsWith('/output'));
    const named = own.map(({ pointer, reason }) => [pointer.split('/')[2] ?? '', reason] as const);
    for (const each of ['output', 'other'] as const) {
      const left = this.#forms[each]?.controls.fail(new Map(each === place ? named : [])) ?? [];
      this.#faults[each].textContent = left.join('; ');
    }
    return faults.filter((fault) => !own.includes(fault));
  }

  /** Says what becomes of levels that a format does not hold, which would look as if something were broken. */
  #noteOn(format: string, type: SampleType): string {
    const { formats } = this.#catalog;
    const types = formats.get(format)?.types ?? [];
    if (types.length === 0 || types.includes(type)) return '';
    const others = [...formats.values()].filter((other) => other.types.includes(type));
    const held = type === 'f32' ? 'no floats: 0 becomes black, and 1 white' : '8 bits: 65535 becomes 255';
    const keepers = others.map(({ name }) => name).join(' or ');
    return `${format} holds ${held}. Add stretch where that is too dark or too bright, or choose ${keepers}.`;
  }

  #showForm(place: Place, output: DraftOutput | undefined, own: string): void {
    const holder = byId(place, HTMLElement);
    holder.hidden = output === undefined;
    if (!output) {
      delete this.#forms[place];
      holder.replaceChildren();
      return;
    }
    if (this.#forms[place]?.format !== output.format)
      holder.replaceChildren(...this.#makeForm(place, output.format));
    const [first] = holder.querySelectorAll('option');
    if (first) first.textContent = own === '' ? 'as the picture' : `as the picture (${own})`;
    this.#forms[place]?.controls.show(output.options);
  }

  #makeForm(place: Place, format: string): Node[] {
    const id = freshId();
    // A link may name a format that there is not; it is shown, so that its fault makes sense.
    const names = new Set(['', ...this.#catalog.formats.keys(), format]);
    const select = element(
      'select',
      { id, change: () => this.#change(place, { format: select.value, options: {} }) },
      ...[...names].map((name) => element('option', { value: name }, name)),
    );
    select.value = format;
    const controls = new Controls({
      fields: this.#catalog.formats.get(format)?.fields ?? {},
      files: this.#files,
      white: 255,
      change: (options, name) => this.#change(place, { format, options }, `${place} ${name}`),
    });
    this.#forms[place] = { format, controls };
    const title = place === 'output' ? 'Format' : 'Second';
    const row = element('div', { class: 'row' }, element('label', { for: id }, title), select);
    return [row, this.#faults[place], this.#notes[place], controls.element];
  }

  #change(place: Place, output: DraftOutput, kind = ''): void {
    this.#store.set({ ...this.#store.draft, [place]: output }, kind);
  }
}
