/** One step: its name, its controls, and buttons to move it, to switch it off and to remove it. */
import type { CatalogOp } from '../catalog.ts';
import { Controls } from '../controls/controls.ts';
import type { DraftStep, Values } from '../draft.ts';
import { element, iconButton } from '../element.ts';
import type { FurtherFiles } from '../further-files.ts';
import { icon } from '../icons.ts';

interface Given {
  readonly op: CatalogOp | undefined;
  readonly step: DraftStep;
  readonly files: FurtherFiles;
  readonly white: number;
  change(change: Partial<DraftStep>, name: string): void;
  remove(): void;
}

export class StepCard {
  readonly element: HTMLElement;
  readonly grip: HTMLButtonElement;
  readonly #controls: Controls;
  readonly #fault = element('p', { class: 'fault' });
  readonly #toggle: HTMLButtonElement;
  readonly #name: string;

  constructor({ op, step, files, white, change, remove }: Given) {
    this.#name = step.op;
    this.#controls = new Controls({
      ...{ files, white, fields: op?.fields ?? {} },
      change: (params: Values, name) => change({ params }, name),
    });
    this.grip = element(
      'button',
      {
        type: 'button',
        class: 'grip',
        'aria-label': `Move ${step.op}: drag, or press the up and down arrows`,
      },
      icon('grip'),
    );
    this.#toggle = iconButton('', icon('on'), () => change({ off: this.#isOn() }, 'off'));
    const head = element(
      'div',
      { class: 'head' },
      this.grip,
      element('h3', { title: op?.summary }, step.op),
      this.#toggle,
      iconButton(`Remove ${step.op}`, icon('remove'), remove),
    );
    const about = element('p', { class: 'about' }, op?.summary);
    this.element = element('li', { class: 'step' }, head, about, this.#fault, this.#controls.element);
  }

  show({ params, off }: DraftStep): void {
    this.element.classList.toggle('off', off);
    this.#toggle.setAttribute('aria-pressed', String(!off));
    const name = `${off ? 'Switch on' : 'Switch off'} ${this.#name}`;
    this.#toggle.setAttribute('aria-label', name);
    this.#toggle.title = name;
    this.#toggle.replaceChildren(icon(off ? 'off' : 'on'));
    this.#controls.show(params);
  }

  /** Shows faults by the names of their parameters; the empty name is that of the step itself. */
  fail(faults: ReadonlyMap<string, string>): void {
    const own = [...faults].filter(([name]) => name === '').map(([, reason]) => reason);
    const named = new Map([...faults].filter(([name]) => name !== ''));
    this.#fault.textContent = [...own, ...this.#controls.fail(named)].join('; ');
  }

  #isOn(): boolean {
    return this.#toggle.getAttribute('aria-pressed') === 'true';
  }
}
