/** Keeps the further files that steps read: those that come with the page, and those that were picked. */
import { FURTHER_SAMPLES, sampleUrl } from './samples.ts';

export class FurtherFiles {
  readonly #files = new Map<string, Blob>();

  /** Names that a step can call. */
  get names(): readonly string[] {
    return [...new Set([...FURTHER_SAMPLES, ...this.#files.keys()])];
  }

  /** Whether a link can bring the file back. */
  isSample(name: string): boolean {
    return FURTHER_SAMPLES.includes(name);
  }

  /** Adds a file, and gives the name that it is called by: every character means nothing to shells and addresses. */
  add(file: File): string {
    const name = file.name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || 'file';
    this.#files.set(name, file);
    return name;
  }

  /** The files of these names. A name that nobody has is left out: the server says so at its field. */
  async get(names: readonly string[]): Promise<Map<string, Blob>> {
    const found = new Map<string, Blob>();
    for (const name of names) {
      const file = this.#files.get(name) ?? (await this.#fetch(name));
      if (file) found.set(name, file);
    }
    return found;
  }

  async #fetch(name: string): Promise<Blob | undefined> {
    if (!this.isSample(name)) return undefined;
    const answer = await fetch(sampleUrl(name));
    if (!answer.ok) return undefined;
    const file = await answer.blob();
    this.#files.set(name, file);
    return file;
  }
}
