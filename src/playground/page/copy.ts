/** Copies texts, and shows on the button that it was done. */
import { showMessage } from './banner.ts';
import { icon } from './icons.ts';
import { say } from './say.ts';

/** Milliseconds for which a button shows that it has copied. */
const SHOWN = 1500;

/** Makes a button copy a text; `what` names it for those who hear the page. */
export function copyOnClick(button: HTMLButtonElement, what: () => string, text: () => string): void {
  button.addEventListener('click', async () => {
    if (!(await copyText(text()))) {
      showMessage({
        text: `${what()} cannot be copied: the browser does not allow it. Select the text, and copy it.`,
      });
      return;
    }
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

/**
 * Tells whether the text is copied. Pages that come over plain HTTP from another machine have no clipboard. They copy what is
 * selected instead, which a browser may refuse too.
 */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // There is no clipboard, or the browser does not allow it.
  }
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
