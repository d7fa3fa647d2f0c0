/** The ways in which a picture comes to the page: dropped, pasted, picked, or from the samples. */
import { byId, element } from './element.ts';
import { SAMPLES } from './samples.ts';

interface Given {
  openFile(file: File): void;
  openSample(name: string): void;
  /** Says why something that was dropped is not taken. */
  refuse(reason: string): void;
}

export function addOpeners({ openFile, openSample, refuse }: Given): void {
  const picker = byId('picker', HTMLInputElement);
  byId('open', HTMLButtonElement).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    const [file] = picker.files ?? [];
    if (file) openFile(file);
    // The same file can be picked again.
    picker.value = '';
  });

  const samples = byId('samples', HTMLSelectElement);
  samples.append(...SAMPLES.map(({ name, title }) => element('option', { value: name }, title)));
  samples.addEventListener('change', () => {
    if (samples.value !== '') openSample(samples.value);
  });

  document.addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) openFile(file);
  });
  document.addEventListener('dragover', (event) => {
    if (!isTaken(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!isTaken(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) openFile(file);
    else refuse('The page opens no links. Save the picture, and drop its file.');
  });
}

/** Whether the page takes what is dropped. A browser would follow a link, and everything on the page would be gone. */
function isTaken({ dataTransfer, target }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  const isBox = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return types.includes('Files') || (types.includes('text/uri-list') && !isBox);
}
