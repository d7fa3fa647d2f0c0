/** Asks for the key of a server that takes pictures only with one, and keeps it for this tab. */
import { byId } from './element.ts';

const KEPT = 'noir-key';

let key: string | undefined;
let asking: Promise<boolean> | undefined;

/** The key that somebody gave; empty for none. */
export function keyOfTab(): string {
  key ??= readKept();
  return key;
}

/** Asks for a key in place of one that the server refused. False if nobody gives one. Questions at one time are one. */
export function askForKey(refused: string): Promise<boolean> {
  // Another request has asked meanwhile.
  if (keyOfTab() !== refused) return Promise.resolve(true);
  asking ??= ask(refused === '' ? '' : 'The server does not take this key.').finally(() => {
    asking = undefined;
  });
  return asking;
}

function ask(reason: string): Promise<boolean> {
  const dialog = byId('key', HTMLDialogElement);
  const box = byId('key-text', HTMLInputElement);
  const fault = byId('key-fault', HTMLElement);
  const fail = (text: string) => {
    fault.textContent = text;
    if (text === '') box.removeAttribute('aria-invalid');
    else box.setAttribute('aria-invalid', 'true');
  };
  const use = () => {
    // A header takes no others.
    if (!/^[\x21-\x7e]+$/.test(box.value.trim()))
      return fail('A key has letters, digits and signs, without blanks.');
    keep(box.value.trim());
    dialog.close('given');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    use();
  };
  const listening = new AbortController();
  const { signal } = listening;
  box.addEventListener('keydown', press, { signal });
  byId('key-use', HTMLButtonElement).addEventListener('click', use, { signal });
  byId('key-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close(), { signal });
  dialog.returnValue = '';
  box.value = '';
  fail(reason);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      'close',
      () => {
        listening.abort();
        fail('');
        box.value = '';
        resolve(dialog.returnValue === 'given');
      },
      { once: true },
    );
  });
}

function keep(text: string): void {
  key = text;
  try {
    sessionStorage.setItem(KEPT, text);
  } catch {
    // A browser that keeps nothing for this page.
  }
}

function readKept(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}
