/** Keeps the further files that steps read: those that come with the page, and those that were picked. */
import type { RecipeJson } from './draft.ts';
import type { Extent } from './preview.ts';
import { nameFor } from './safe-name.ts';
import { FURTHER_SAMPLES, readSizedName, sampleUrl, sizedName, sizedRecipe } from './samples.ts';
import { type Facts, fetchFacts, fetchFile, Problem, runRecipe } from './server.ts';
import { makeSmaller } from './smaller.ts';

/** What the sides of a picture are multiplied by. */
export interface Factors {
  readonly across: number;
  readonly down: number;
}

/** A copy of a file. */
interface Copy extends Factors {
  readonly of: Blob;
  readonly facts: Facts;
  readonly file: Blob;
}

export class FurtherFiles {
  readonly #files = new Map<string, Blob>();
  /** The smaller copy of each picture that was asked for last. */
  readonly #copies = new Map<string, Copy>();

  /** The picture that is open, which steps can read as well: nothing else is sure to be as large. */
  #own: { readonly name: string; readonly file: Blob; readonly extent: Extent } | undefined;

  /** Names on the disk of those files that steps call by another one. */
  readonly #onDisk = new Map<string, string>();

  /** Names that a step can call. */
  get names(): readonly string[] {
    return [...new Set([...FURTHER_SAMPLES, ...this.#files.keys(), ...(this.#own ? [this.#own.name] : [])])];
  }

  /** Takes another picture as the one that is open. */
  open(fileName: string, file: Blob, extent: Extent): void {
    const name = nameFor(fileName, (free) => !isTaken(free));
    this.#own = { name, file, extent };
    this.#onDisk.set(name, fileName);
  }

  /**
   * The name of a file that is there: the one that is asked for, or that of the picture that is open. With an extent, of a
   * picture as large as that.
   */
  nameOr(name: string, extent?: Extent): string {
    const isThere = this.names.includes(name);
    if (!extent) return isThere ? name : (this.#own?.name ?? name);
    const fits = extent.width === this.#own?.extent.width && extent.height === this.#own.extent.height;
    if (!isThere && this.#own && fits) return this.#own.name;
    return sizedName({ file: this.isSample(name) ? name : 'mask.png', ...extent });
  }

  /** Whether a link can bring the file back. */
  isSample(name: string): boolean {
    return FURTHER_SAMPLES.includes(name);
  }

  /** Adds a file, and gives the name that it is called by: its own, unless a sample or another file has that. */
  add(file: File): string {
    const name = nameFor(file.name, (free) => !isTaken(free) && isSame(this.#files.get(free) ?? file, file));
    this.#files.set(name, file);
    this.#onDisk.set(name, file.name);
    return name;
  }

  /** The name of a file on the disk of the one who picked it; of samples, their own. */
  onDisk(name: string): string {
    return this.#onDisk.get(name) ?? name;
  }

  /** The files of these names. A name that nobody has is left out. */
  async get(names: readonly string[]): Promise<Map<string, Blob>> {
    const found = new Map<string, Blob>();
    for (const name of names) {
      const file = this.#files.get(name) ?? (await this.#fetch(name));
      if (file) found.set(name, file);
    }
    return found;
  }

  /** The pictures of these names, smaller together with the one that they are laid on. A file that is no picture stays. */
  async getSmaller(
    names: readonly string[],
    factors: Factors,
    signal: AbortSignal,
  ): Promise<Map<string, Blob>> {
    const found = await this.get(names);
    for (const [name, file] of found) {
      const copy = await this.#copy(name, file, factors, signal).catch(() => undefined);
      if (copy) found.set(name, copy.file);
    }
    return found;
  }

  async #copy(name: string, of: Blob, { across, down }: Factors, signal: AbortSignal): Promise<Copy> {
    const last = this.#copies.get(name);
    if (last?.of === of && last.across === across && last.down === down) return last;
    const facts = last?.of === of ? last.facts : await fetchFacts(of, signal);
    const { width, height } = facts.autoOrient;
    const extent = {
      width: Math.max(1, Math.round(width * across)),
      height: Math.max(1, Math.round(height * down)),
    };
    const copy = { of, across, down, facts, file: await makeSmaller(of, facts, extent, signal) };
    this.#copies.set(name, copy);
    return copy;
  }

  async #fetch(name: string): Promise<Blob | undefined> {
    if (name === this.#own?.name) return this.#own.file;
    const sized = readSizedName(name);
    if (!sized && !this.isSample(name)) return undefined;
    const sample = await fetchFile(sampleUrl(sized?.file ?? name));
    const file = sized ? await makeSized(sample, sizedRecipe(sized)) : sample;
    if (file) this.#files.set(name, file);
    return file;
  }
}

/**
 * Has the server make a sized sample; undefined for one that it refuses, as a link may name. By POST, since not every server
 * answers addresses with any recipe.
 */
async function makeSized(picture: Blob, recipe: RecipeJson): Promise<Blob | undefined> {
  try {
    return (await runRecipe({ picture, recipe, files: new Map() }, new AbortController().signal)).file;
  } catch (error) {
    if (error instanceof Problem && error.faults.length > 0) return undefined;
    throw error;
  }
}

/** Whether the page gives a file of this name by itself. */
function isTaken(name: string): boolean {
  return FURTHER_SAMPLES.includes(name) || readSizedName(name) !== undefined;
}

function isSame(known: Blob, file: File): boolean {
  const isOfOneTime = known instanceof File && known.lastModified === file.lastModified;
  return known === file || (isOfOneTime && known.size === file.size);
}
