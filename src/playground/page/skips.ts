/** Buttons for those who use keys: they lead past the list of operations, which has more of them than anything else. */
import { byId } from './element.ts';
import { showPanel } from './panels.ts';

export function addSkips(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('.skip')) {
    button.addEventListener('click', () => goTo(byId(button.dataset.to ?? '', HTMLElement)));
  }
}

/** Moves the focus to a part of the page, or to the first thing in it that takes the focus. */
function goTo(part: HTMLElement): void {
  if (part.classList.contains('panel')) showPanel(part.id);
  const first = part.tabIndex >= 0 ? part : part.querySelector<HTMLElement>('button, select, input');
  first?.focus();
}
