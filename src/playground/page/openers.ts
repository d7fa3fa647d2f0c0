/** The ways in which a picture comes to the page: dropped, pasted, picked, or from the samples. */
import { byId, element } from './element.ts';
import { SAMPLES } from './samples.ts';

interface Given {
  openFile(file: File): void;
  openSample(name: string): void;
}

export function addOpeners({ openFile, openSample }: Given): void {
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
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    openFile(file);
  });
}
