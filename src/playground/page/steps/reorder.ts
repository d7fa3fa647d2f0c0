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
    let place = placeOf(list, item);
    const follow = ({ clientY }: PointerEvent) => {
      item.style.transform = `translateY(${clientY - down.clientY}px)`;
      place = others.filter((other) => middleOf(other) < clientY).length;
      mark(others, place);
    };
    const end = ({ type }: Event) => {
      grip.removeEventListener('pointermove', follow);
      for (const name of ENDS) grip.removeEventListener(name, end);
      item.classList.remove('dragged');
      item.style.transform = '';
      mark(others, -1);
      if (type === 'pointerup' && place !== placeOf(list, item)) move(place);
    };
    grip.addEventListener('pointermove', follow);
    for (const name of ENDS) grip.addEventListener(name, end);
  });
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
