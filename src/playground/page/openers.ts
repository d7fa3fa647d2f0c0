/** The ways in which a picture comes to the page: dropped, pasted, picked, or from the samples. */
import { showMessage } from './banner.ts';
import { byId, element } from './element.ts';
import { SAMPLES } from './samples.ts';

interface Given {
  /** Tells whether the file is open. */
  openFile(file: File): Promise<boolean>;
  openSample(name: string): void;
  /** Opens the last picture of one's own again. */
  openOwn(): void;
}

export function addOpeners({ openFile, openSample, openOwn }: Given): void {
  const openFirst = async ([first, ...others]: readonly File[]) => {
    if (!first || !(await openFile(first)) || others.length === 0) return;
    showMessage({ text: `One picture is worked on at a time. ${first.name} is open.`, isNotice: true });
  };

  const picker = byId('picker', HTMLInputElement);
  byId('open', HTMLButtonElement).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    const [file] = picker.files ?? [];
    if (file) void openFile(file);
    // The same file can be picked again.
    picker.value = '';
  });

  const samples = byId('samples', HTMLSelectElement);
  samples.append(...SAMPLES.map(({ name, title }) => element('option', { value: name }, title)));
  samples.addEventListener('change', () => {
    if (samples.value === '') openOwn();
    else openSample(samples.value);
  });

  document.addEventListener('paste', (event) => {
    void openFirst([...(event.clipboardData?.files ?? [])]);
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
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) void openFirst(files);
    else showMessage({ text: 'The page opens no links. Save the picture, and drop its file.' });
  });
}

/** Whether the page takes what is dropped. A browser would follow a link, and everything on the page would be gone. */
function isTaken({ dataTransfer, target }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  const isBox = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return types.includes('Files') || (types.includes('text/uri-list') && !isBox);
}
