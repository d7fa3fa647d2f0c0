/** The message across the stage: what went wrong, or what is worth knowing, with a button that does something about it. */
import { byId } from './element.ts';

export interface Message {
  readonly text: string;
  /** A button beside the text. */
  readonly action?: { readonly title: string; run(): void } | undefined;
  /** Nothing went wrong. Such a message stays until somebody closes it, or another one comes. */
  readonly isNotice?: boolean;
}

const banner = byId('banner', HTMLElement);
const text = byId('problem', HTMLElement);
const act = byId('problem-act', HTMLButtonElement);
let shown: Message | undefined;

act.addEventListener('click', () => shown?.action?.run());
byId('problem-close', HTMLButtonElement).addEventListener('click', () => show(undefined));

/** Shows a message in place of the one before. */
export function showMessage(message: Message): void {
  show(message);
}

/** Takes away the message about something that went wrong, since all is well. */
export function clearProblem(): void {
  if (!shown?.isNotice) show(undefined);
}

/** Takes away any message, as those of the picture before do not belong to the next one. */
export function clearMessage(): void {
  show(undefined);
}

function show(message: Message | undefined): void {
  const hadFocus = banner.contains(document.activeElement);
  shown = message;
  text.textContent = message?.text ?? '';
  act.textContent = message?.action?.title ?? '';
  act.hidden = message?.action === undefined;
  banner.classList.toggle('notice', message?.isNotice === true);
  banner.hidden = message === undefined;
  // A button that is gone would leave the focus nowhere.
  if (hadFocus && banner.hidden) byId('stage', HTMLElement).focus();
}
