/** Moves the items of a list by their grips: with mouse or finger, and with the arrow keys. */

interface Given {
  readonly list: HTMLElement;
  readonly item: HTMLElement;
  readonly grip: HTMLElement;
  /** Takes the place, from 0, to which the item was moved. */
  move(place: number): void;
}

/** Makes an item of the list movable. */
export function addReordering(given: Given): void {
  addKeys(given);
  addDragging(given);
}

function addKeys({ list, item, grip, move }: Given): void {
  grip.addEventListener('keydown', (event) => {
    const ahead = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (ahead === undefined) return;
    event.preventDefault();
    const place = placeOf(list, item) + ahead;
    if (place < 0 || place >= list.children.length) return;
    move(place);
    // Moving an element in the document takes the focus from it.
    grip.focus();
  });
}

function addDragging({ list, item, grip, move }: Given): void {
  grip.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    grip.focus();
    grip.setPointerCapture(down.pointerId);
    item.classList.add('dragged');
    const others = [...list.children].filter((other) => other !== item);
    const top = list.getBoundingClientRect().top;
    let [place, y] = [placeOf(list, item), down.clientY];
    const follow = () => {
      // The list may have been scrolled since.
      const scrolled = top - list.getBoundingClientRect().top;
      item.style.transform = `translateY(${y - down.clientY + scrolled}px)`;
      place = others.filter((other) => middleOf(other) < y).length;
      mark(others, place);
    };
    const scroller = scrollerOf(list);
    const scrolling = setInterval(() => {
      const ahead = scrollFor(y, scroller, list);
      if (ahead === 0) return;
      scroller.scrollBy(0, ahead);
      follow();
    }, 16);
    const onMove = ({ clientY }: PointerEvent) => {
      y = clientY;
      follow();
    };
    const end = ({ type }: Event) => {
      clearInterval(scrolling);
      grip.removeEventListener('pointermove', onMove);
      for (const name of ENDS) grip.removeEventListener(name, end);
      item.classList.remove('dragged');
      item.style.transform = '';
      mark(others, -1);
      if (type === 'pointerup' && place !== placeOf(list, item)) move(place);
    };
    grip.addEventListener('pointermove', onMove);
    for (const name of ENDS) grip.addEventListener(name, end);
  });
}

/** CSS pixels from an edge within which a drag scrolls, and those that it scrolls by at a time. */
const EDGE = 48;
const SPEED = 10;

/** The element that scrolls the list: the panel it is in, or the page on small screens. */
function scrollerOf(list: HTMLElement): Element {
  const panel = list.closest('aside');
  const doesPanel = panel !== null && getComputedStyle(panel).overflowY === 'auto';
  return doesPanel ? panel : (document.scrollingElement ?? document.documentElement);
}

/** How far to scroll for a pointer at a height of the window: not at all unless it is at an edge, with more of the list behind. */
function scrollFor(y: number, scroller: Element, list: HTMLElement): number {
  const isPage = scroller === document.scrollingElement;
  const panel = scroller.getBoundingClientRect();
  // On small screens the picture stays at the top, and the list goes below it.
  const picture = document.querySelector('main')?.getBoundingClientRect().bottom ?? 0;
  const [top, bottom] = isPage ? [Math.max(0, picture), innerHeight] : [panel.top, panel.bottom];
  const { top: first, bottom: last } = list.getBoundingClientRect();
  if (y < top + EDGE && first < top + EDGE) return -SPEED;
  return y > bottom - EDGE && last > bottom - EDGE ? SPEED : 0;
}

const ENDS = ['pointerup', 'pointercancel'] as const;

function placeOf(list: HTMLElement, item: HTMLElement): number {
  return [...list.children].indexOf(item);
}

function middleOf(item: Element): number {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

/** Shows among the other items where the item would go. */
function mark(others: readonly Element[], place: number): void {
  for (const [index, other] of others.entries()) {
    other.classList.toggle('drop-above', index === place);
    other.classList.toggle('drop-below', place === others.length && index === others.length - 1);
  }
}
