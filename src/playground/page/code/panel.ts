/** The panel with the recipe as code: a tab for each form, and a button that copies it. */
import { copyOnClick } from '../copy.ts';
import { byId, element } from '../element.ts';
import { isAddress, writeCommand, writeCurl, writeUrl } from './shell.ts';
import { type CodeOf, ownOps, writeJson } from './texts.ts';
import { writeHono, writeTypeScript } from './typescript.ts';

const FORMS: Readonly<Record<string, (code: CodeOf) => string>> = {
  URL: writeUrl,
  curl: writeCurl,
  JSON: writeJson,
  TypeScript: writeTypeScript,
  Hono: writeHono,
  CLI: writeCommand,
};

/** What somebody has to know to use a form; empty for those that say it themselves. */
const NOTES: Readonly<Record<string, (code: CodeOf) => string>> = {
  URL: (code) => {
    const send =
      'Send your picture to this address with POST. Further files go into a form, as curl sends it.';
    return isAddress(code) ? '' : `${send}${keyNote(code, ' The key goes into the header Authorization.')}`;
  },
  curl: (code) => keyNote(code, 'Put your key into the variable KEY first.'),
  JSON: () => 'The part “recipe” of a form that is sent to /process, beside the picture as the part “image”.',
  TypeScript: (code) => moduleNote(code),
  Hono: (code) => moduleNote(code),
  CLI: (code) => {
    const own = ownOps(code).join(', ');
    return own === ''
      ? ''
      : `noir run does not know the operations of this server’s own: ${own}. curl has the server do them.`;
  },
};

function keyNote({ catalog }: CodeOf, text: string): string {
  return catalog.needsKey ? text : '';
}

function moduleNote(code: CodeOf): string {
  const own = ownOps(code).join(', ');
  return own === ''
    ? ''
    : `${own}: from the module that this server has as --ops. Write its path in place of ./ops.js.`;
}

export class CodePanel {
  readonly #note = byId('code-note', HTMLElement);
  readonly #text = byId('code', HTMLElement);
  readonly #tabs: readonly HTMLButtonElement[];
  #form = 'URL';
  #code: CodeOf | undefined;

  constructor() {
    const list = byId('code-forms', HTMLElement);
    this.#tabs = Object.keys(FORMS).map((name) => this.#makeTab(name));
    list.replaceChildren(...this.#tabs);
    list.addEventListener('keydown', (event) => this.#press(event));
    const button = byId('copy-code', HTMLButtonElement);
    copyOnClick(
      button,
      () => this.#form,
      () => this.#text.textContent ?? '',
    );
    this.#choose('URL');
  }

  show(code: CodeOf): void {
    this.#code = code;
    this.#write();
  }

  #makeTab(name: string): HTMLButtonElement {
    return element(
      'button',
      { type: 'button', role: 'tab', 'aria-controls': 'code-panel', click: () => this.#choose(name) },
      name,
    );
  }

  #choose(form: string): void {
    this.#form = form;
    for (const tab of this.#tabs) {
      const isChosen = tab.textContent === form;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    this.#write();
  }

  /** Arrow keys go from tab to tab (ARIA Authoring Practices, tabs). */
  #press(event: KeyboardEvent): void {
    const ahead = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (ahead === undefined) return;
    const at = this.#tabs.findIndex((tab) => tab.textContent === this.#form);
    const next = this.#tabs[(at + ahead + this.#tabs.length) % this.#tabs.length];
    this.#choose(next?.textContent ?? 'URL');
    next?.focus();
  }

  #write(): void {
    if (!this.#code) return;
    this.#text.textContent = FORMS[this.#form]?.(this.#code) ?? '';
    this.#note.textContent = NOTES[this.#form]?.(this.#code) ?? '';
  }
}
