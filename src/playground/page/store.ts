/** Holds the draft with what it was before, for undo and redo. */
import { type Draft, EMPTY } from './draft.ts';

/** Milliseconds within which changes of the same kind, such as those of a slider, are undone together. */
const TOGETHER = 1000;

/** Drafts that are remembered. */
const MOST = 200;

export class Store {
  #draft: Draft = EMPTY;
  #past: Draft[] = [];
  #future: Draft[] = [];
  #last = { kind: '', time: 0 };
  readonly #listeners: (() => void)[] = [];

  get draft(): Draft {
    return this.#draft;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Takes a new draft. Changes of one `kind` that follow each other closely are one for undo. */
  set(draft: Draft, kind = ''): void {
    const now = Date.now();
    const goesOn = kind !== '' && kind === this.#last.kind && now - this.#last.time < TOGETHER;
    if (!isSame(draft, this.#draft)) {
      // A step that was switched off and on again is nothing to undo.
      const isBack = goesOn && isSame(draft, this.#past.at(-1));
      if (isBack) this.#past.pop();
      else if (!goesOn) this.#past = [...this.#past, this.#draft].slice(-MOST);
      this.#future = [];
      this.#last = { kind: isBack ? '' : kind, time: now };
    }
    this.#show(draft);
  }

  /** Begins anew with a draft, as a link does. */
  restart(draft: Draft): void {
    this.#past = [];
    this.#future = [];
    this.#last = { kind: '', time: 0 };
    this.#show(draft);
  }

  undo(): void {
    const draft = this.#past.pop();
    if (!draft) return;
    this.#future.push(this.#draft);
    this.#last = { kind: '', time: 0 };
    this.#show(draft);
  }

  redo(): void {
    const draft = this.#future.pop();
    if (!draft) return;
    this.#past.push(this.#draft);
    this.#last = { kind: '', time: 0 };
    this.#show(draft);
  }

  #show(draft: Draft): void {
    this.#draft = draft;
    for (const listener of this.#listeners) listener();
  }
}

function isSame(draft: Draft, other: Draft | undefined): boolean {
  return JSON.stringify(draft) === JSON.stringify(other);
}
