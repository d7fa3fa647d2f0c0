/** Makes elements. Texts become text nodes, so that no name and no message is ever read as HTML. */

type Listener = (event: never) => void;

/** Attributes by name; functions are listeners. False and undefined leave an attribute out. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined | Listener>>;

export type Child = Node | string | false | undefined;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name, value as EventListener);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}

/** The element of the page with that id, which `index.html` has. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} called ${id}`);
}

let count = 0;

/** An id that no other element has. */
export function freshId(): string {
  count += 1;
  return `id-${count}`;
}

/** A button with an icon, and its name for those who do not see it. */
export function iconButton(name: string, shape: Node, click: Listener): HTMLButtonElement {
  return element('button', { type: 'button', class: 'icon', 'aria-label': name, title: name, click }, shape);
}
