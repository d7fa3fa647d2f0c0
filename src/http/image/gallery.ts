/** Answers pictures from the cache, or makes them: each one once, however many ask for it. */
import { isNoirError } from '../../core/errors.ts';
import { pixelCount } from '../../core/image.ts';
import { type Encoded, encodedOf } from '../../engine/encoded.ts';
import { fileNames } from '../../engine/files.ts';
import { expectDone, makeJob, type Runner, type Source } from '../../engine/job.ts';
import type { FormatName } from '../../formats/format.ts';
import { canonicalText } from '../../recipe/canonical.ts';
import { LATER_AVIF } from '../../recipe/output.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { type Entry, strongEtag } from '../../service/cache/entry.ts';
import { InFlight } from '../../service/cache/in-flight.ts';
import { type EntryFacts, factsOf, type ResultCache, resultKey } from '../../service/cache/result-cache.ts';
import type { Known, KnownFile, Looked, SourceCache } from '../../service/cache/source-cache.ts';
import type { SourceRequest } from '../../service/source.ts';
import { extensionOf, pictureHeaders } from '../picture.ts';

/** A picture that somebody asks for. */
export interface Wanted {
  readonly recipe: Recipe;
  readonly address: string;
  /** The formats that the client takes of those that suit, given the format of the file. Throws `not-acceptable`. */
  accepted(own: FormatName | undefined): readonly FormatName[];
  readonly request: SourceRequest;
  readonly tenant: string;
  /** Milliseconds for the answer; undefined for no limit. */
  readonly timeLeft?: number | undefined;
}

/** A picture, with how it came about. */
export interface Shown extends EntryFacts {
  /** Absent when only the facts about it are known. */
  readonly entry?: Entry;
  /** The file that it is made of. */
  readonly file: KnownFile;
  readonly how: 'hit' | 'stale' | 'made' | 'collapsed' | 'bypassed';
  /** Whether it was made in another way than usual, so that nobody may keep it. */
  readonly failedOver: boolean;
  /** Whether the stores get it, now that it was made. */
  readonly isKept?: boolean;
  readonly timings?: string;
  /** Whether a better one is being made, so that nobody shall keep this one for long. */
  readonly isInterim?: boolean;
}

interface Made extends Omit<Shown, 'how'> {
  readonly entry: Entry;
  /** Settles when the stores have the entry. Nobody waits for that but other servers. */
  readonly kept: Promise<void>;
}

/** A picture with the number of purges at the time when somebody began to ask for it. */
interface Begun extends Wanted {
  readonly purges: number;
}

/** The files of a request: the picture, then the further ones by their names. */
type Files = readonly (readonly [name: string, Looked])[];

type ReadFiles = readonly (readonly [name: string, Required<Looked>])[];

interface Parts {
  readonly runner: Runner;
  readonly sources: SourceCache;
  readonly results: ResultCache;
}

export class Gallery {
  readonly #parts: Parts;
  readonly #making = new InFlight<Made & Pick<Shown, 'how'>>();
  readonly #refreshing = new InFlight<void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The picture. `knows` says whether the client has the one with a tag; its bytes are then not looked for. `looked` is the file,
   * if the caller has just looked at it. Throws the codes of sources and of jobs.
   */
  async show(wanted: Wanted, knows: (etag: string) => boolean, looked?: Known): Promise<Shown> {
    const begun = performance.now();
    const { sources, results } = this.#parts;
    const { purges } = results;
    const { stale, ...main } = looked ?? (await sources.look(wanted.address, wanted.request));
    const found = await this.#find(wanted, main, knows);
    if (found.shown) {
      if (stale === 'revalidate' || found.isStale) this.#refreshBehind(wanted);
      return stale ? { ...found.shown, how: 'stale' } : found.shown;
    }
    const inTime = () => ({ ...wanted, ...timeAfter(wanted, begun), purges });
    if (stale !== 'revalidate') return this.#make(inTime(), found.files, found.key);
    const fresh = await this.#find(wanted, await sources.ask(wanted.address, wanted.request), knows);
    return fresh.shown ?? this.#make(inTime(), fresh.files, fresh.key);
  }

  /** The picture, if it is kept; as `show`, but makes nothing. */
  async kept(wanted: Wanted, knows: (etag: string) => boolean, looked?: Known): Promise<Shown | undefined> {
    const { sources } = this.#parts;
    const { stale, ...main } = looked ?? (await sources.look(wanted.address, wanted.request));
    const { shown } = await this.#find(wanted, main, knows);
    return shown && stale ? { ...shown, how: 'stale' } : shown;
  }

  /**
   * The files and the key of a picture, and the picture if it is kept. `isStale` tells of the further files. `asks` leaves none
   * of these as stale as it is.
   */
  async #find(wanted: Wanted, main: Looked, knows: (etag: string) => boolean, asks = false) {
    const further = await this.#further(wanted, asks);
    const isStale = further.some(([, { stale }]) => stale === 'revalidate');
    const files: Files = [['', main], ...further];
    const { file } = main;
    const key = this.#keyOf(wanted, files);
    if (key === undefined) return { files, key, isStale };
    const known = this.#parts.results.factsOf(key);
    const shared = { file, how: 'hit', failedOver: false } as const;
    if (known && knows(known.etag)) return { files, key, isStale, shown: { ...shared, ...known } };
    const entry = await this.#parts.results.get(key);
    return { files, key, isStale, ...(entry && { shown: { ...shared, entry, ...factsOf(entry) } }) };
  }

  /** The further files that the sources have. The Runner says which step names a missing one. */
  async #further({ recipe, request }: Wanted, asks: boolean) {
    const { sources } = this.#parts;
    const find = async (name: string): Promise<Known> =>
      asks ? sources.ask(name, request) : sources.look(name, request);
    const found = fileNames(recipe).map(async (name) => {
      const looked = await find(name).catch((error) => {
        if (isNoirError(error) && error.code === 'not-found') return undefined;
        throw error;
      });
      return looked ? ([[name, looked]] as const) : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** Undefined when nothing may be kept. Throws `not-acceptable`. */
  #keyOf({ recipe, address, accepted }: Wanted, files: Files): string | undefined {
    const [, main] = files[0] as Files[number];
    const formats = accepted(main.file.format);
    const names = files.map(([name]) => name || address);
    if (names.some((name) => this.#parts.sources.isPrivate(name))) return undefined;
    if (files.some(([, { file }]) => file.freshness?.scope)) return undefined;
    const validators = files.map(([name, { file }]) => `${name || address}\n${file.validator}`);
    return resultKey({ validators, recipe: canonicalText(recipe), accepted: formats });
  }

  async #make(wanted: Begun, files: Files, key: string | undefined): Promise<Shown> {
    if (key === undefined) return { ...(await this.#run(wanted, files)), how: 'bypassed' };
    const begun = performance.now();
    let isOwn = false;
    const start = (signal: AbortSignal) => {
      isOwn = true;
      return this.#runOnce({ ...wanted, request: { ...wanted.request, signal } }, files, key);
    };
    try {
      const together = `${wanted.purges} ${key}`;
      const { result, joined } = await this.#making.join(together, wanted.request.signal, start);
      return { ...result, how: joined ? 'collapsed' : result.how };
    } catch (error) {
      // The job of another client may have been refused because of its other ones.
      if (isOwn || !isNoirError(error) || error.code !== 'busy') throw error;
      return this.#make({ ...wanted, ...timeAfter(wanted, begun) }, files, key);
    }
  }

  /** Makes a picture, unless another server with the same store does so at this moment. */
  async #runOnce(wanted: Begun, files: Files, key: string): Promise<Made & Pick<Shown, 'how'>> {
    const begun = performance.now();
    // The other half of the time is for making it here.
    const patience = wanted.timeLeft === undefined ? undefined : wanted.timeLeft / 2;
    const turn = await this.#parts.results.wait(key, wanted.request.signal, patience);
    if (typeof turn !== 'function') {
      const [, { file }] = files[0] as Files[number];
      const kept = Promise.resolve();
      return { entry: turn, ...factsOf(turn), file, failedOver: false, kept, how: 'collapsed' };
    }
    try {
      const made = await this.#run({ ...wanted, ...timeAfter(wanted, begun) }, files);
      made.kept.then(turn);
      return { ...made, how: 'made' };
    } catch (error) {
      await turn();
      throw error;
    }
  }

  /** Makes a picture, and keeps it unless it came about in another way than usual. */
  async #run(wanted: Begun, looked: Files): Promise<Made> {
    const { address, request } = wanted;
    const { sources } = this.#parts;
    const read = looked.map(async ([name, each]) => {
      return [name, await sources.read(name || address, each, request)] as const;
    });
    const files = await Promise.all(read);
    try {
      return await this.#runOn(wanted, files);
    } catch (error) {
      const others =
        isNoirError(error) && error.code === 'not-found' && (await this.#replaced(wanted, files));
      if (!others) throw error;
      return this.#runOn(wanted, others);
    }
  }

  /** What took the place of files that the Runner was to read itself. Undefined when they are still there. */
  async #replaced({ address, request }: Wanted, files: ReadFiles): Promise<ReadFiles | undefined> {
    const asked = files.map(async ([name, each]) => {
      const isLeft = each.content.kind === 'file';
      return [name, isLeft ? await this.#parts.sources.askWhole(name || address, request) : each] as const;
    });
    const others = await Promise.all(asked);
    return others.some(([, { file }], at) => file.validator !== files[at]?.[1].file.validator)
      ? others
      : undefined;
  }

  async #runOn(wanted: Begun, files: ReadFiles): Promise<Made> {
    const { address, recipe, request, tenant, timeLeft, purges } = wanted;
    const { runner, results } = this.#parts;
    const [[, main], ...others] = files.map(([name, { content }]) => [name, content] as const) as [
      readonly [string, Source],
      ...(readonly [string, Source])[],
    ];
    const { file } = (files[0] as ReadFiles[number])[1];
    const accepted = wanted.accepted(file.format);
    const job = makeJob({
      ...{ recipe, tenant, accepted, input: main, files: Object.fromEntries(others) },
      ...(timeLeft !== undefined && { timeLeft }),
    });
    const encoded = encodedOf(expectDone(await runner.run(job, request.signal)));
    const { 'Server-Timing': timings = '', ...headers } = pictureHeaders(encoded);
    const etag = strongEtag(encoded.data);
    const tags = files.flatMap(([name, each]) => [name || address, ...each.file.tags]);
    const heldBack = isAvifHeldBack(encoded, recipe) && ({ heldBack: true } as const);
    const extension = extensionOf(encoded);
    const entry: Entry = { bytes: encoded.data, etag, headers, extension, tags, ...heldBack };
    // A file may have changed since it was looked at.
    const key = this.#keyOf(wanted, files);
    const mayKeep = key !== undefined && !encoded.failedOver;
    const isKept = mayKeep && results.keeps && results.mayKeep(entry, purges);
    const kept = mayKeep ? results.set(key, entry, purges) : Promise.resolve();
    return { entry, ...factsOf(entry), file, failedOver: encoded.failedOver, timings, isKept, kept };
  }

  /** Fetches the files anew and makes their picture, for those who come later. One at a time for each picture. */
  #refreshBehind(wanted: Wanted): void {
    const { address, recipe } = wanted;
    const { signal } = new AbortController();
    const key = JSON.stringify([address, canonicalText(recipe)]);
    const refresh = async (signal: AbortSignal) => {
      const { purges } = this.#parts.results;
      const own = { ...wanted, purges, request: { ...wanted.request, signal } };
      const main = await this.#parts.sources.ask(address, own.request);
      const { shown, files, key } = await this.#find(own, main, () => true, true);
      if (!shown) await this.#make(own, files, key);
    };
    // A source that fails now is asked again by the next request.
    this.#refreshing.join(key, signal, refresh).catch(() => {});
  }
}

/** Whether the client would have got AVIF, if encoding it took less time, and whether it is made later. */
function isAvifHeldBack({ heldBack, shape }: Encoded, { outputs }: Recipe): boolean {
  if (heldBack?.format !== 'avif' || outputs) return false;
  return heldBack.time <= LATER_AVIF.time && pixelCount(shape) <= LATER_AVIF.pixels;
}

function timeAfter({ timeLeft }: Wanted, begun: number): Pick<Wanted, 'timeLeft'> {
  return { timeLeft: timeLeft === undefined ? undefined : timeLeft - (performance.now() - begun) };
}
