/** Copies texts, and shows on the button that it was done. */
import { icon } from './icons.ts';
import { say } from './say.ts';

/** Milliseconds for which a button shows that it has copied. */
const SHOWN = 1500;

/** Makes a button copy a text; `what` names it for those who hear the page. */
export function copyOnClick(button: HTMLButtonElement, what: () => string, text: () => string): void {
  button.addEventListener('click', async () => {
    await copyText(text());
    say(`${what()} is copied`);
    if (button.dataset.copied) return;
    const usual = button.firstElementChild;
    const done = icon('done');
    button.dataset.copied = 'true';
    usual?.replaceWith(done);
    setTimeout(() => {
      if (usual) done.replaceWith(usual);
      delete button.dataset.copied;
    }, SHOWN);
  });
}

/** Pages that come over plain HTTP from another machine have no clipboard. They copy what is selected instead. */
async function copyText(text: string): Promise<void> {
  try {
    return await navigator.clipboard.writeText(text);
  } catch {
    // There is no clipboard, or the browser does not allow it.
  }
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
