/** Undo and redo, by buttons and keys. */
import { byId } from './element.ts';
import { icon } from './icons.ts';
import type { Store } from './store.ts';

export function addHistory(store: Store): void {
  const [undo, redo] = [byId('undo', HTMLButtonElement), byId('redo', HTMLButtonElement)];
  undo.append(icon('undo'));
  redo.append(icon('redo'));
  undo.addEventListener('click', () => store.undo());
  redo.addEventListener('click', () => store.redo());
  const show = () => {
    undo.disabled = !store.canUndo;
    redo.disabled = !store.canRedo;
  };
  show();
  store.onChange(show);
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) store.redo();
    else store.undo();
  });
}

/** In boxes for text the keys undo what was typed. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && ['text', 'search', 'password'].includes(target.type))
  );
}
