/** The page as a whole: what is open, what is shown, and who hears of changes. */
import { writeAddress } from './address.ts';
import { clearMessage } from './banner.ts';
import { type Catalog, type CatalogOp, firstValues } from './catalog.ts';
import { CodePanel } from './code/panel.ts';
import { type Draft, freshStepId } from './draft.ts';
import { byId } from './element.ts';
import { clearFaults, isUnanswered, showFaults, showRefusal } from './faults.ts';
import { FurtherFiles } from './further-files.ts';
import { drawHistogram } from './histogram.ts';
import { isAnswer, layerOfFile } from './layers.ts';
import { writeLink } from './link.ts';
import { Outputs, type Place } from './outputs.ts';
import { isDeep, isShown, openPicture, type Picture, takeFile } from './picture.ts';
import { RangePanel } from './range-panel.ts';
import { Ranges } from './ranges.ts';
import { Renderer, type Result } from './renderer.ts';
import { tellAnswer, tellCourse, tellFile, tellOld, tellPreview } from './report.ts';
import { SAMPLES, sampleUrl } from './samples.ts';
import { say } from './say.ts';
import { fetchFile, type Made } from './server.ts';
import { Stage } from './stage/stage.ts';
import { Chain } from './steps/chain.ts';
import type { Store } from './store.ts';
import { stopWaiting, whenAnswered } from './waiting.ts';

export class App {
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #files = new FurtherFiles();
  readonly #ranges = new Ranges();
  readonly #stage = new Stage();
  readonly #code = new CodePanel();
  readonly #range: RangePanel;
  readonly #chain: Chain;
  readonly #outputs: Outputs;
  readonly #renderer: Renderer;
  #picture: Picture | undefined;
  /** The picture that the result on the stage was made of. */
  #resultOf: Picture | undefined;
  /** The sides of the newest result, or of the picture before there is one. */
  #resultExtent: Result['extent'] | undefined;
  /** The draft whose preview is on the stage; undefined when a full result is there. */
  #previewed: Draft | undefined;
  #opening = new AbortController();
  #sample = '';
  /** The picture of one's own that was opened last. */
  #own: File | undefined;
  readonly #works = new Set<'opening' | 'rendering'>();
  #isComparing = false;

  constructor(store: Store, catalog: Catalog) {
    this.#store = store;
    this.#catalog = catalog;
    const type = () => this.#picture?.facts.type ?? 'u8';
    this.#chain = new Chain({ store, catalog, type, files: this.#files });
    this.#outputs = new Outputs(store, catalog, this.#files);
    this.#range = new RangePanel(this.#ranges, () => {
      this.#stage.setRanges(this.#ranges);
      void this.#measure();
    });
    this.#renderer = new Renderer({
      ...{ catalog, files: this.#files, ranges: this.#ranges },
      draft: () => store.draft,
      show: (result) => this.#show(result),
      showOther: ({ layer, made }) => {
        this.#stage.show('before', layer);
        if (this.#isMoving()) this.#stage.restart();
        this.#tell('before-file', made, layer);
      },
      fail: (error, place) => this.#fail(error, place),
      busy: (isBusy) => this.#busy('rendering', isBusy),
    });
    store.onChange(() => this.change());
  }

  /** Shows the draft, and has its result made. */
  change(): void {
    this.#chain.show();
    const { format = '', type = 'u8' } = this.#picture?.facts ?? {};
    this.#outputs.show(format, type);
    const { draft } = this.#store;
    writeAddress(writeLink({ sample: this.#sample, draft }));
    this.#writeCode();
    // The original comes back to its side when nothing is compared with the result any more.
    if (this.#isComparing && !draft.other) void this.#showOriginal();
    this.#isComparing = draft.other !== undefined;
    this.#renderer.change();
  }

  /** Shows whether the page waits for the server. */
  #busy(work: 'opening' | 'rendering', isBusy: boolean): void {
    if (isBusy) this.#works.add(work);
    else this.#works.delete(work);
    byId('stage', HTMLElement).setAttribute('aria-busy', String(this.#works.size > 0));
  }

  /** Shows what depends on the theme anew. */
  repaint(): void {
    void this.#measure();
  }

  add(op: CatalogOp): void {
    const { draft } = this.#store;
    const { width } = this.#picture?.facts.autoOrient ?? { width: 192 };
    const fileOf = (name: string, isSameSize: boolean) =>
      this.#files.nameOr(name, isSameSize ? this.#resultExtent : undefined);
    const step = { id: freshStepId(draft), op: op.name, params: firstValues(op, width, fileOf), off: false };
    this.#store.set({ ...draft, steps: [...draft.steps, step] });
    this.#chain.focus(step);
    say(`${op.name} is step ${draft.steps.length + 1}`);
  }

  /** Opens a sample; the first one for a name that there is not. Tells whether it is open, as the two below do. */
  async openSample(name: string): Promise<boolean> {
    const sample = SAMPLES.find((each) => each.name === name) ?? SAMPLES[0];
    if (!sample) return false;
    return this.#open(sample.file, sample.name, () => fetchFile(sampleUrl(sample.file)));
  }

  async openFile(file: File): Promise<boolean> {
    return this.#open(file.name, '', () => takeFile(file));
  }

  /** Opens the last picture of one's own again. */
  async openOwn(): Promise<boolean> {
    return this.#own !== undefined && this.openFile(this.#own);
  }

  /** Whether a picture of one's own is open. */
  get isOwn(): boolean {
    return this.#picture !== undefined && this.#sample === '';
  }

  async #open(fileName: string, sample: string, load: () => Promise<Blob>): Promise<boolean> {
    this.#opening.abort();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    this.#busy('opening', true);
    try {
      const file = await load();
      const picture = await openPicture({ file, fileName, sample }, this.#stage.pixels, signal);
      const first = picture.preview?.file ?? picture.file;
      const isSmaller = first !== picture.file;
      const canShow = isSmaller ? !isDeep(picture) : isShown(picture);
      const layer = await layerOfFile(first, canShow, this.#ranges, signal);
      if (signal.aborted) {
        layer.close();
        return false;
      }
      this.#picture = picture;
      this.#renderer.open(picture);
      this.#files.open(fileName, picture.file, picture.facts.autoOrient);
      this.#resultExtent = picture.facts.autoOrient;
      this.#sample = sample;
      if (sample === '') this.#keepOwn(file, fileName);
      byId('samples', HTMLSelectElement).value = sample;
      clearMessage();
      if (layer.samples) this.#ranges.open(layer.samples);
      layer.show?.(this.#ranges.get(picture.facts.type, 'before'));
      this.#stage.show('before', layer, picture.facts.autoOrient);
      this.#tellOriginal();
      say(`${fileName} is open`);
      this.#isComparing = false;
      this.change();
      this.#busy('opening', false);
      if (isSmaller && !isDeep(picture)) void this.#showOriginal();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.#busy('opening', false);
      byId('samples', HTMLSelectElement).value = this.#picture ? this.#sample : sample;
      const again = () => void this.#open(fileName, sample, load);
      showRefusal(error, fileName, again);
      if (isUnanswered(error)) whenAnswered(again);
      return false;
    }
  }

  /** Offers a picture of one's own beside the samples. */
  #keepOwn(file: Blob, fileName: string): void {
    this.#own = new File([file], fileName, { type: file.type });
    const [option] = byId('samples', HTMLSelectElement).options;
    if (!option) return;
    option.hidden = option.disabled = false;
    option.textContent = fileName;
  }

  /** Shows the picture as it is on the left, in full. */
  async #showOriginal(): Promise<void> {
    const { signal } = this.#opening;
    const picture = this.#picture as Picture;
    const layer = await layerOfFile(picture.file, isShown(picture), this.#ranges, signal).catch(
      () => undefined,
    );
    if (!layer) return;
    if (signal.aborted || this.#store.draft.other) return layer.close();
    layer.show?.(this.#ranges.get(picture.facts.type, 'before'));
    this.#stage.show('before', layer);
    this.#tellOriginal();
  }

  #show({ layer, extent, made }: Result): void {
    stopWaiting();
    clearFaults({ chain: this.#chain, outputs: this.#outputs });
    this.#resultOf = this.#picture;
    this.#resultExtent = extent;
    if (layer.samples && layer.samples.type !== 'u8') {
      this.#ranges.fit(layer.samples);
      layer.show?.(this.#ranges.get(layer.samples.type));
    }
    this.#stage.show('after', layer, extent);
    tellPreview(made ? undefined : layer);
    this.#previewed = made ? undefined : this.#store.draft;
    this.#range.show(layer.samples, this.#ranges);
    if (made) {
      if (this.#isMoving()) this.#stage.restart();
      this.#tell('after-file', made, extent);
      tellCourse(made);
      void this.#tellAnswer(made);
    }
    void this.#measure();
  }

  #isMoving(): boolean {
    return (this.#picture?.facts.pages ?? 1) > 1;
  }

  #fail(error: unknown, place: Place = 'output'): void {
    // Beside another original, an old result would look like one of it.
    if (this.#resultOf !== this.#picture) {
      this.#stage.clear('after');
      byId('after-file', HTMLElement).replaceChildren();
    }
    // A preview of these very steps is still one.
    const hasPreview = this.#resultOf === this.#picture && this.#previewed === this.#store.draft;
    if (place === 'output' && !hasPreview) tellOld();
    const again = () => this.#renderer.change();
    showFaults(error, { chain: this.#chain, outputs: this.#outputs }, place, again);
    if (isUnanswered(error)) whenAnswered(again);
  }

  async #measure(): Promise<void> {
    const layer = this.#stage.layer('after');
    if (!layer) return;
    const samples = await layer.overview().catch(() => undefined);
    if (samples) drawHistogram(samples, this.#ranges.get(samples.type));
  }

  #tellOriginal(): void {
    const { facts, file } = this.#picture as Picture;
    tellFile({
      id: 'before-file',
      title: 'Original',
      type: facts.format,
      sides: facts.autoOrient,
      bytes: file.size,
    });
  }

  #tell(id: 'before-file' | 'after-file', { type, file }: Made, sides: Result['extent']): void {
    const title = id === 'after-file' ? 'Result' : 'Compared';
    // An answer in JSON is not compared with a picture.
    const original = type.startsWith('image/') ? this.#picture?.file.size : undefined;
    tellFile({
      ...{ id, title, type, sides },
      bytes: file.size,
      ...(original !== undefined && { original }),
    });
  }

  async #tellAnswer(made: Made): Promise<void> {
    tellAnswer(isAnswer(made) ? await made.file.text() : undefined);
  }

  #writeCode(): void {
    const { sample, fileName = 'photo.jpg', facts } = this.#picture ?? {};
    this.#code.show({
      ...{ draft: this.#store.draft, catalog: this.#catalog, fileName, format: facts?.format ?? 'jpeg' },
      origin: new URL('.', document.baseURI).href.replace(/\/$/, ''),
      ...(sample && { sampleFile: fileName }),
      onDisk: (name) => this.#files.onDisk(name),
    });
  }
}
