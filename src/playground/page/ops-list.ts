/** The list of operations: searched by what one types, grouped by family, with a picture of what each does. */
import { FAMILY_TITLES } from '../../recipe/families.ts';
import type { Catalog, CatalogOp } from './catalog.ts';
import { byId, element } from './element.ts';

const FAMILIES: Readonly<Record<string, string>> = FAMILY_TITLES;

/** Fills the list; `add` takes the op that was chosen. Ops that answer JSON are left out: there is no picture to show. */
export function showOps({ ops }: Catalog, add: (op: CatalogOp) => void): void {
  const list = byId('ops', HTMLElement);
  const search = byId('search', HTMLInputElement);
  const groups = Object.entries(FAMILIES).flatMap(([family, title]) => {
    const members = [...ops.values()].filter((op) => op.family === family && op.family !== 'statistics');
    return members.length === 0
      ? []
      : [{ title, tiles: members.map((op) => ({ op, tile: makeTile(op, add) })) }];
  });
  const shown = groups.map(({ title, tiles }) => {
    const items = tiles.map(({ tile }) => element('li', {}, tile));
    const section = element(
      'section',
      {},
      element('h2', {}, title),
      element('ul', { class: 'tiles' }, ...items),
    );
    return { section, tiles };
  });
  const none = element('p', { class: 'empty', hidden: true }, 'No operation has that name.');
  list.replaceChildren(...shown.map(({ section }) => section), none);

  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { section, tiles } of shown) {
      for (const { op, tile } of tiles) (tile.parentElement as HTMLElement).hidden = !matches(op, words);
      section.hidden = tiles.every(({ op }) => !matches(op, words));
    }
    none.hidden = shown.some(({ section }) => !section.hidden);
  });
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const first = list.querySelector<HTMLButtonElement>('section:not([hidden]) li:not([hidden]) button');
    first?.click();
  });
}

function matches({ name, aliases, summary, family }: CatalogOp, words: readonly string[]): boolean {
  const text = [name, ...aliases, summary, FAMILIES[family] ?? ''].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
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
