/** Tells people who hear the page what has changed on it. */
import { byId } from './element.ts';

export function say(text: string): void {
  byId('said', HTMLElement).textContent = text;
}
