/** Moves the items of a list by their grips: with mouse or finger, and with the arrow keys. */

interface Given {
  readonly list: HTMLElement;
  readonly item: HTMLElement;
  readonly grip: HTMLElement;
  /** Takes the place, from 0, to which the item was moved. */
  move(place: number): void;
}

/** Makes an item of the list movable. */
export function addReordering({ list, item, grip, move }: Given): void {
  const items = () => [...list.children] as HTMLElement[];

  grip.addEventListener('keydown', (event) => {
    const ahead = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (ahead === undefined) return;
    event.preventDefault();
    const place = items().indexOf(item) + ahead;
    if (place < 0 || place >= list.children.length) return;
    move(place);
    // Moving an element in the document takes the focus from it.
    grip.focus();
  });

  grip.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    grip.focus();
    grip.setPointerCapture(down.pointerId);
    item.classList.add('dragged');
    let place = items().indexOf(item);
    const follow = ({ clientY }: PointerEvent) => {
      item.style.transform = `translateY(${clientY - down.clientY}px)`;
      place = placeFor(clientY);
      mark(place);
    };
    const end = ({ type }: Event) => {
      grip.removeEventListener('pointermove', follow);
      for (const name of ENDS) grip.removeEventListener(name, end);
      item.classList.remove('dragged');
      item.style.transform = '';
      mark(-1);
      if (type === 'pointerup' && place !== items().indexOf(item)) move(place);
    };
    grip.addEventListener('pointermove', follow);
    for (const name of ENDS) grip.addEventListener(name, end);
  });

  /** The number of other items whose middle is above that height. */
  function placeFor(y: number): number {
    const others = items().filter((other) => other !== item);
    return others.filter((other) => {
      const { top, height } = other.getBoundingClientRect();
      return top + height / 2 < y;
    }).length;
  }

  /** Shows where the item would go. */
  function mark(place: number): void {
    const others = items().filter((other) => other !== item);
    for (const [index, other] of others.entries()) {
      other.classList.toggle('drop-above', index === place);
      other.classList.toggle('drop-below', place === others.length && index === others.length - 1);
    }
  }
}

const ENDS = ['pointerup', 'pointercancel'] as const;
