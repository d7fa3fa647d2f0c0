/** On small screens one panel is seen at a time, which buttons choose. */
import { byId } from './element.ts';

const buttons = () => document.querySelectorAll<HTMLButtonElement>('#panels button');

/** Makes the buttons work, and shows a panel. */
export function addPanels(first: string): void {
  for (const button of buttons()) {
    button.addEventListener('click', () => showPanel(button.dataset.panel ?? ''));
  }
  showPanel(first);
}

export function showPanel(id: string): void {
  document.body.dataset.panel = id;
  for (const button of buttons()) {
    button.setAttribute('aria-pressed', String(button.dataset.panel === id));
  }
}

/** Says beside the button of the steps how many there are: who adds one on a phone sees nothing else of it. */
export function countSteps(count: number): void {
  byId('step-count', HTMLElement).textContent = count === 0 ? '' : String(count);
}
