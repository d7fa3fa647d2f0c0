/** Has the server make the result: a preview at once, the full picture when nothing changes any more. */
import type { Catalog } from './catalog.ts';
import { fileFields, filesOf, picturesOf } from './catalog.ts';
import { type Draft, recipeOf } from './draft.ts';
import type { FurtherFiles } from './further-files.ts';
import { extentOf, isAnswer, layerOf, PLAIN_TIFF } from './layers.ts';
import type { Place } from './outputs.ts';
import { isDeep, type Picture } from './picture.ts';
import type { Fitted } from './preview.ts';
import type { Ranges } from './ranges.ts';
import { fitPreview, type Made, Problem, pace, runRecipe, type Work } from './server.ts';
import { isNear, QUICK_PNG } from './smaller.ts';
import type { Layer } from './stage/layer.ts';

/** What was made, for those who show it. */
export interface Result {
  readonly layer: Layer;
  /** The sides of the full picture. */
  readonly extent: { readonly width: number; readonly height: number };
  /** Absent for a preview. */
  readonly made?: Made;
}

interface Given {
  readonly catalog: Catalog;
  readonly files: FurtherFiles;
  readonly ranges: Ranges;
  draft(): Draft;
  /** Shows a result. */
  show(result: Result): void;
  /** Shows the second output, which is compared with the first. */
  showOther(result: Result & { readonly made: Made }): void;
  /** Says what went wrong. */
  fail(error: unknown, place?: Place): void;
  busy(isBusy: boolean): void;
}

/** Milliseconds without a change after which the full picture is made. */
const QUIET = 200;

/** Milliseconds after which a preview that nobody wants any more is given up. Quicker ones are still worth seeing. */
const PATIENCE = 300;

export class Renderer {
  readonly #given: Given;
  #picture: Picture | undefined;
  /** The newest full result of the first output, with its work: it stays good while only the second output changes. */
  #kept: { readonly work: Work; readonly made: Made } | undefined;
  #quick = new AbortController();
  #full = new AbortController();
  #isWanted = false;
  #startedAt = 0;
  #isRunning = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(given: Given) {
    this.#given = given;
  }

  /** Takes another picture; `change` has its result made. */
  open(picture: Picture): void {
    this.#picture = picture;
    this.#quick.abort();
  }

  /** Makes the result anew. What is on its way and no longer wanted is aborted. */
  change(): void {
    if (!this.#picture) return;
    this.#full.abort();
    clearTimeout(this.#timer);
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
    else if (performance.now() - this.#startedAt > PATIENCE) this.#quick.abort();
  }

  /** One quick result at a time, always of the newest draft. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#given.busy(true);
    let made: 'whole' | 'preview' | 'failed' = 'whole';
    while (this.#isWanted) {
      this.#isWanted = false;
      this.#startedAt = performance.now();
      this.#quick = new AbortController();
      made = await this.#quickly(this.#quick.signal);
    }
    this.#isRunning = false;
    if (made === 'whole') this.#given.busy(false);
    else this.#timer = setTimeout(() => this.#finish(), made === 'failed' ? 0 : QUIET);
  }

  /** Makes what is there soonest: the result itself, or a preview of it. */
  async #quickly(signal: AbortSignal): Promise<'whole' | 'preview' | 'failed'> {
    const picture = this.#picture as Picture;
    try {
      const draft = this.#given.draft();
      // The result itself follows, which is better than a preview of it.
      if (this.#isKept(await this.#work(recipeOf(draft), picture.file))) return 'preview';
      const fitted = await this.#fit(picture, signal);
      // The still of an animation is a preview, even where it is as large.
      if (fitted && !(fitted.isWhole && picture.facts.pages === 1) && !this.#isSooner(picture)) {
        await this.#preview(picture, fitted, signal);
        return 'preview';
      }
    } catch {
      // The full picture will tell what is wrong; a preview may fail only because it is small.
      return 'failed';
    }
    await this.#tryComplete(signal);
    return 'whole';
  }

  /** Whether the full result is expected before a preview, whose PNG has more bytes than most files. */
  #isSooner(picture: Picture): boolean {
    if (isNear || !picture.preview || isDeep(picture)) return false;
    const { work, made } = this.#kept ?? {};
    const last = work?.picture === picture.file ? made : undefined;
    const bytes = picture.file.size + (last?.file.size ?? picture.file.size);
    return pace.isSooner({ bytes, work: last?.work ?? 0 }, 2 * picture.preview.file.size);
  }

  async #finish(): Promise<void> {
    this.#full = new AbortController();
    const { signal } = this.#full;
    await this.#tryComplete(signal);
    if (!signal.aborted) this.#given.busy(false);
  }

  async #tryComplete(signal: AbortSignal): Promise<void> {
    try {
      await this.#complete(signal);
    } catch (error) {
      if (!signal.aborted) this.#given.fail(error);
    }
  }

  /** The recipe for a preview; undefined for a picture that has none. */
  async #fit({ facts, preview }: Picture, signal: AbortSignal): Promise<Fitted | undefined> {
    if (!preview) return undefined;
    const { format, type, autoOrient, channels } = facts;
    const { width, height } = preview;
    const recipe = recipeOf(this.#given.draft());
    const asked = { recipe, picture: autoOrient, preview: { width, height }, format, type, channels };
    return fitPreview(asked, signal);
  }

  async #preview(picture: Picture, { steps, factor, start }: Fitted, signal: AbortSignal): Promise<void> {
    const output = isDeep(picture) ? PLAIN_TIFF : QUICK_PNG;
    const whole = await this.#work({ steps, output }, picture.preview?.file ?? picture.file);
    const work =
      factor === 1 ? whole : { ...whole, files: await this.#smaller(whole, picture, start, signal) };
    const layer = await layerOf(await runRecipe(work, signal), work, this.#given.ranges, signal);
    if (signal.aborted) return layer.close();
    const full = (length: number) => Math.max(1, Math.round(length / factor));
    this.#given.show({ layer, extent: { width: full(layer.width), height: full(layer.height) } });
  }

  async #complete(signal: AbortSignal): Promise<void> {
    const draft = this.#given.draft();
    const first = await this.#make(draft, draft.output, signal);
    this.#kept = { work: first.work, made: first.made };
    if (signal.aborted) return first.layer.close();
    this.#given.show(first);
    if (!draft.other) return;
    try {
      const second = await this.#make(draft, draft.other, signal);
      if (signal.aborted) return second.layer.close();
      this.#given.showOther(second);
    } catch (error) {
      if (!signal.aborted) this.#given.fail(error, 'other');
    }
  }

  async #make(
    draft: Draft,
    output: Draft['output'],
    signal: AbortSignal,
  ): Promise<Result & { made: Made; work: Work }> {
    const picture = this.#picture as Picture;
    const work = await this.#work(recipeOf(draft, output), picture.file);
    const kept = this.#isKept(work) ? this.#kept?.made : undefined;
    const made = kept ?? (await runRecipe(work, signal));
    const layer = await layerOf(made, work, this.#given.ranges, signal);
    const extent = isAnswer(made) ? layer : await extentOf(made, layer);
    return { layer, made, extent, work };
  }

  /** Whether the result of a work is there. */
  #isKept({ picture, recipe, files }: Work): boolean {
    const { work } = this.#kept ?? {};
    return (
      work?.picture === picture &&
      JSON.stringify(work.recipe) === JSON.stringify(recipe) &&
      [...files].every(([name, file]) => work.files.get(name) === file)
    );
  }

  /** The further files, those that are pictures as much smaller as the picture is. */
  async #smaller(
    { recipe, files }: Work,
    { facts: { autoOrient } }: Picture,
    { width, height }: Fitted['start'],
    signal: AbortSignal,
  ): Promise<Work['files']> {
    const { catalog, files: kept } = this.#given;
    const names = recipe.steps.flatMap((step) => picturesOf(catalog.ops.get(step.op), step));
    const factors = { across: width / autoOrient.width, down: height / autoOrient.height };
    return new Map([...files, ...(await kept.getSmaller(names, factors, signal))]);
  }

  /** A recipe with its files. Throws `Problem` for files that are not here, as those that a stranger's link names. */
  async #work(recipe: Work['recipe'], picture: Blob): Promise<Work> {
    const { catalog, files: kept } = this.#given;
    const ops = recipe.steps.map((step) => catalog.ops.get(step.op));
    const files = await kept.get(recipe.steps.flatMap((step, index) => filesOf(ops[index], step)));
    const faults = recipe.steps.flatMap((step, index) =>
      fileFields(ops[index])
        .filter((field) => typeof step[field] === 'string' && !files.has(step[field]))
        .map((field) => {
          const reason = `${step[field]} is not here: choose a file, as links hold none`;
          return { pointer: `/steps/${index}/${field}`, reason };
        }),
    );
    if (faults.length > 0) throw new Problem('A file is missing', 400, faults);
    return { picture, recipe, files };
  }
}
