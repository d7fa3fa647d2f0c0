/** The list of steps, in the order in which they run. */
import type { Catalog } from '../catalog.ts';
import { fullRange, type SampleType } from '../deep/samples.ts';
import { activeSteps, type DraftStep, typeAfter, withMoved, withStep } from '../draft.ts';
import { byId } from '../element.ts';
import type { FurtherFiles } from '../further-files.ts';
import { countSteps } from '../panels.ts';
import { say } from '../say.ts';
import type { Fault } from '../server.ts';
import type { Store } from '../store.ts';
import { addReordering } from './reorder.ts';
import { StepCard } from './step-card.ts';

interface Given {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly files: FurtherFiles;
  /** The type of the samples of the picture that is open. */
  type(): SampleType;
}

/** What a card belongs to. */
interface Key {
  readonly text: string;
  /** The level of white of the picture that the step gets. */
  readonly white: number;
}

export class Chain {
  readonly #list = byId('steps', HTMLElement);
  readonly #cards = new Map<string, StepCard>();
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  /** Shows the steps of the draft. Cards of steps that were there stay, so that a slider that is dragged stays too. */
  show(): void {
    const { steps } = this.#given.store.draft;
    byId('no-steps', HTMLElement).hidden = steps.length > 0;
    countSteps(steps.length);
    const keys = this.#keys();
    const wanted = steps.map((step) => this.#cardOf(step, keys.get(step) as Key));
    const kept = new Set([...keys.values()].map(({ text }) => text));
    for (const [key, card] of this.#cards) {
      if (kept.has(key)) continue;
      card.element.remove();
      this.#cards.delete(key);
    }
    for (const [index, card] of wanted.entries()) {
      const there = this.#list.children[index];
      if (there !== card.element) this.#list.insertBefore(card.element, there ?? null);
      card.show(steps[index] as DraftStep);
    }
  }

  /** Shows faults at the steps that they point to. Gives the others. */
  fail(faults: readonly Fault[]): Fault[] {
    const active = activeSteps(this.#given.store.draft);
    const keys = this.#keys();
    const byCard = new Map<StepCard, Map<string, string>>();
    const others = faults.filter(({ pointer, reason }) => {
      const [, index, field = ''] = /^\/steps\/(\d+)(?:\/([^/]+))?/.exec(pointer) ?? [];
      // The step's own name has no field.
      const name = field === 'op' ? '' : field;
      const step = index === undefined ? undefined : active[Number(index)];
      const card = step && this.#cards.get(keys.get(step)?.text ?? '');
      if (!card) return true;
      const known = byCard.get(card) ?? new Map<string, string>();
      byCard.set(card, known.set(name, known.get(name) ?? reason));
      return false;
    });
    for (const card of this.#cards.values()) card.fail(byCard.get(card) ?? new Map());
    return others;
  }

  /** Moves the focus to a step that was just added. */
  focus(step: DraftStep): void {
    const card = this.#cards.get(this.#keys().get(step)?.text ?? '');
    card?.element.scrollIntoView({ block: 'nearest' });
    card?.element.classList.add('fresh');
  }

  /** Moves the focus to the step that took the place of another one, or to the list of operations when none is left. */
  #focusAt(place: number): void {
    const { children } = this.#list;
    const next = children[Math.min(place, children.length - 1)];
    (next?.querySelector<HTMLElement>('.grip') ?? byId('search', HTMLElement)).focus({ preventScroll: true });
  }

  /** A card belongs to a step, its op, and the level of white in front of it: that decides how far sliders of levels go. */
  #keys(): ReadonlyMap<DraftStep, Key> {
    let type = this.#given.type();
    return new Map(
      this.#given.store.draft.steps.map((step) => {
        const { id, op } = step;
        const { high: white } = fullRange(type);
        type = typeAfter(step, type);
        return [step, { white, text: `${id} ${op} ${white}` }] as const;
      }),
    );
  }

  #cardOf(step: DraftStep, { text, white }: Key): StepCard {
    const known = this.#cards.get(text);
    if (known) return known;
    const { store, catalog, files } = this.#given;
    const { id, op } = step;
    const card = new StepCard({
      ...{ step, files, op: catalog.ops.get(op), white },
      change: (change, name) => store.set(withStep(store.draft, id, change), `${id} ${name}`),
      remove: () => {
        const place = [...this.#list.children].indexOf(card.element);
        store.set({ ...store.draft, steps: store.draft.steps.filter((other) => other.id !== id) });
        this.#focusAt(place);
        say(`${op} is removed`);
      },
    });
    addReordering({
      ...{ list: this.#list, item: card.element, grip: card.grip },
      move: (place) => {
        store.set(withMoved(store.draft, id, place));
        say(`${op} is step ${place + 1} of ${store.draft.steps.length}`);
      },
    });
    this.#cards.set(text, card);
    return card;
  }
}
