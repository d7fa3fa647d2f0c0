/** The list of operations: searched by what one types, grouped by family, with a picture of what each does. */
import { FAMILY_TITLES } from '../../recipe/families.ts';
import type { Catalog, CatalogOp } from './catalog.ts';
import { byId, element } from './element.ts';
import { meansOutput, searchOps } from './ops-search.ts';
import { say } from './say.ts';

interface Group {
  readonly section: HTMLElement;
  readonly list: HTMLElement;
  /** The list's items, in the order in which they lie there when nothing is searched. */
  readonly items: ReadonlyMap<CatalogOp, HTMLElement>;
}

/** Fills the list; `add` takes the op that was chosen. Ops that answer JSON are left out: there is no picture to show. */
export function showOps({ ops, formats }: Catalog, add: (op: CatalogOp) => void): void {
  const holder = byId('ops', HTMLElement);
  const search = byId('search', HTMLInputElement);
  const listed = [...ops.values()].filter(({ family }) => family !== 'statistics');
  const groups = Object.entries(FAMILY_TITLES).flatMap(([family, title]) => {
    const members = listed.filter((op) => op.family === family);
    return members.length === 0 ? [] : [makeGroup(title, members, add)];
  });
  const hint = element('p', { class: 'empty', hidden: true });
  holder.replaceChildren(hint, ...groups.map(({ section }) => section));

  const show = () => {
    const { found, isGuess } = searchOps(listed, search.value);
    for (const { list, items } of groups) {
      for (const [op, item] of items) item.hidden = !found.has(op);
      list.append(...sorted([...items], ([op]) => found.get(op)).map(([, item]) => item));
    }
    const best = ({ items }: Group) =>
      Math.max(...[...items.keys()].map((op) => found.get(op) ?? Number.NEGATIVE_INFINITY));
    for (const group of sorted(groups, best)) {
      group.section.hidden = best(group) === Number.NEGATIVE_INFINITY;
      holder.append(group.section);
    }
    hint.hidden = !isGuess;
    hint.textContent = hintFor(search.value.trim(), found.size, meansOutput(search.value, formats));
    byId('ops-panel', HTMLElement).scrollTop = 0;
    say(isGuess ? hint.textContent : `${found.size} operations`);
  };
  search.addEventListener('input', show);
  search.addEventListener('keydown', (event) => {
    // Nobody means the first of all operations by an empty box.
    if (event.key !== 'Enter' || search.value.trim() === '') return;
    holder.querySelector<HTMLButtonElement>('section:not([hidden]) li:not([hidden]) button')?.click();
  });
}

/** The best ones first; equal ones stay in their order. */
function sorted<Item>(items: readonly Item[], score: (item: Item) => number | undefined): Item[] {
  const points = (item: Item) => score(item) ?? Number.NEGATIVE_INFINITY;
  return items.toSorted((one, other) =>
    points(one) < points(other) ? 1 : points(one) > points(other) ? -1 : 0,
  );
}

/** What is said above the list when nothing has the name. */
function hintFor(text: string, guesses: number, isOutput: boolean): string {
  if (isOutput) return 'The format and its options are chosen under Output, below the steps.';
  return guesses === 0 ? `No operation fits “${text}”.` : `No operation is called “${text}”. Nearly:`;
}

function makeGroup(title: string, ops: readonly CatalogOp[], add: (op: CatalogOp) => void): Group {
  const items = new Map(ops.map((op) => [op, element('li', {}, makeTile(op, add))]));
  const list = element('ul', { class: 'tiles' }, ...items.values());
  return { list, items, section: element('section', {}, element('h2', {}, title), list) };
}

function makeTile(op: CatalogOp, add: (op: CatalogOp) => void): HTMLButtonElement {
  const source = op.family === 'own' ? 'photo' : `${op.name}-1`;
  const image = element('img', {
    // Before the address: the browser loads at once what is not lazy by then.
    loading: 'lazy',
    src: `assets/thumbnails/${source}.webp`,
    alt: '',
    width: 96,
    height: 64,
  });
  return element(
    'button',
    { type: 'button', class: 'tile', title: op.summary, click: () => add(op) },
    image,
    element('span', {}, op.name),
  );
}
