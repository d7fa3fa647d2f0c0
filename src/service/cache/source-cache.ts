/** Remembers files of sources and how long they may be used, and asks a source once for everybody. */
import { LRUCache } from 'lru-cache';
import { isNoirError } from '../../core/errors.ts';
import { DEFAULT_LIMITS } from '../../core/limits.ts';
import type { Source } from '../../engine/job.ts';
import { bytesOf } from '../../engine/source-bytes.ts';
import type { FormatName } from '../../formats/format.ts';
import { canPeek, sniffFormat } from '../../formats/registry.ts';
import { fetchPicture } from '../fetch-picture.ts';
import {
  type Freshness,
  type LocalFile,
  type SourceFile,
  type SourceRequest,
  validatorOf,
} from '../source.ts';
import { failureOf, SOURCE_FAULTS, type SourceFailure } from '../source-failure.ts';
import { locate, type NamedSources } from '../sources.ts';
import { InFlight } from './in-flight.ts';
import { Purges } from './purges.ts';

/** A file of a source, without its bytes. */
export interface KnownFile {
  /** Changes when the bytes do. */
  readonly validator: string;
  readonly format: FormatName | undefined;
  readonly modified?: Date | undefined;
  readonly freshness?: Freshness | undefined;
  readonly tags: readonly string[];
  /** Milliseconds of the monotonic clock at which the source said so. */
  readonly asked: number;
  /** Whether the source can be asked if its file is still this one. */
  readonly isConditional: boolean;
}

/** A file, with what is in it if its source has just sent that. */
export interface Looked {
  readonly file: KnownFile;
  readonly content?: Content;
}

/** A file that is known, and whether its time is over. */
export interface Known extends Looked {
  /** Whether it is sent although its source should have been asked: a new one is to be fetched, or the source fails. */
  readonly stale?: 'revalidate' | 'error' | undefined;
}

/** What a Runner can read: the bytes, or a file of this machine of whose header the beginning is enough. */
export type Content = Extract<Source, { kind: 'bytes' }> | LocalFile['file'];

/** A file whose header is in its beginning can be planned for, and read by a Runner. */
const leaves = (head: Uint8Array) => canPeek(head, DEFAULT_LIMITS);

/** Files of whose facts it knows at most. */
const MOST_FILES = 20_000;

/** Milliseconds for which a source that failed is not asked for a file that may be sent nevertheless. */
const REST = 10_000;

/** Seconds for which a source's word is taken at most: a day. */
const LONGEST = 86_400;

export interface SourceCacheOptions {
  /** Bytes of files that are kept; 0 keeps none. */
  readonly maxBytes: number;
  /** Seconds for which files of sources that do not say may be used while their source fails; 0 by default. */
  readonly staleIfError?: number;
  /** Hears of each question to a source: `file`, `unchanged` or the code of an error, and milliseconds. */
  readonly onFetch?: (outcome: string, milliseconds: number) => void;
  readonly onFailure?: ((failure: SourceFailure) => void) | undefined;
}

export class SourceCache {
  readonly #sources: NamedSources;
  readonly #onFetch: NonNullable<SourceCacheOptions['onFetch']>;
  readonly #onFailure: NonNullable<SourceCacheOptions['onFailure']>;
  readonly #files = new LRUCache<string, KnownFile>({ max: MOST_FILES });
  readonly #bytes: LRUCache<string, { readonly validator: string; readonly bytes: Uint8Array }> | undefined;
  readonly #asking = new InFlight<Looked>();
  /** Addresses whose source has just failed. */
  readonly #failing = new LRUCache<string, true>({ max: MOST_FILES, ttl: REST });
  readonly #staleIfError: number;
  readonly #purges = new Purges();

  constructor(sources: NamedSources, options: SourceCacheOptions) {
    const { maxBytes, staleIfError = 0, onFetch = () => {}, onFailure = () => {} } = options;
    this.#sources = sources;
    this.#staleIfError = staleIfError;
    this.#onFetch = onFetch;
    this.#onFailure = onFailure;
    this.#bytes =
      maxBytes > 0
        ? new LRUCache({
            maxSize: maxBytes,
            maxEntrySize: Math.ceil(maxBytes / 4),
            sizeCalculation: ({ bytes }) => Math.max(1, bytes.byteLength),
          })
        : undefined;
  }

  /**
   * What is known of a file. Asks its source unless the source said that it need not be asked yet. A file that is stale,
   * but may be sent while a new one is fetched, is answered with `revalidate`; `ask` then fetches. One that may be sent
   * while its source fails is answered with `error` when it does. Throws as `fetchPicture`.
   */
  async look(address: string, request: SourceRequest): Promise<Known> {
    const file = this.#files.get(address);
    if (!file) return this.ask(address, request);
    const late = secondsLate(file);
    if (late < 0) return { file };
    const { staleWhileRevalidate = 0, mustRevalidate = false } = file.freshness ?? {};
    const { staleIfError = mustRevalidate ? 0 : this.#staleIfError } = file.freshness ?? {};
    if (late < Math.min(staleWhileRevalidate, LONGEST)) return { file, stale: 'revalidate' };
    if (late >= Math.min(staleIfError, LONGEST)) return this.ask(address, request);
    if (this.#failing.has(address)) return { file, stale: 'error' };
    try {
      return await this.ask(address, request);
    } catch (error) {
      // What the source says of the file, such as that it is gone, counts.
      if (!isNoirError(error) || !SOURCE_FAULTS.has(error.code)) throw error;
      this.#failing.set(address, true);
      return { file, stale: 'error' };
    }
  }

  /** Asks the source whether it has another file by now, and fetches that. */
  ask(address: string, request: SourceRequest): Promise<Looked> {
    const known = this.#files.get(address);
    return this.#askOnce('if', address, request, (one) => this.#ask(address, one, known));
  }

  /** A file with what is in it, or what the source has in its place by now. */
  async read(address: string, { file, content }: Looked, request: SourceRequest): Promise<Required<Looked>> {
    const kept = this.#bytes?.get(address);
    if (content) return { file, content };
    if (kept?.validator === file.validator) return { file, content: { kind: 'bytes', bytes: kept.bytes } };
    return this.askWhole(address, request);
  }

  /** As `read`, with the bytes in memory. */
  async readBytes(
    address: string,
    looked: Looked,
    request: SourceRequest,
  ): Promise<{ readonly file: KnownFile; readonly bytes: Uint8Array }> {
    const { file, content } = await this.read(address, looked, request);
    if (content.kind === 'file') request.count?.(content.length);
    return { file, bytes: await bytesOf(content) };
  }

  /** Asks the source for a file, whatever is known of it. */
  async askWhole(address: string, request: SourceRequest): Promise<Required<Looked>> {
    const { file, content } = await this.#askOnce('whole', address, request, (one) =>
      this.#ask(address, one, undefined),
    );
    if (!content) throw new Error('a source answered unchanged, unasked');
    return { file, content };
  }

  /**
   * Forgets the files with the tag, so that their sources are asked again. The answer to a question that was asked before is not
   * kept, and nobody who comes later gets it.
   */
  purge(tag: string): void {
    this.#purges.add(tag);
    for (const [address, { tags }] of this.#files.entries()) {
      if (address === tag || tags.includes(tag)) this.#forget(address);
    }
  }

  #forget(address: string): void {
    this.#files.delete(address);
    this.#bytes?.delete(address);
  }

  /**
   * Whether answers of the address depend on who asks, so that nothing of them may be kept. An address of no source is
   * missing for everybody.
   */
  isPrivate(address: string): boolean {
    try {
      return locate(this.#sources, address).source.isPrivate ?? false;
    } catch (error) {
      if (isNoirError(error)) return false;
      throw error;
    }
  }

  /** Asks for all who have the same question since the last purge, unless the answer is for one client alone. */
  async #askOnce(
    how: 'if' | 'whole',
    address: string,
    request: SourceRequest,
    ask: (request: SourceRequest) => Promise<Looked>,
  ): Promise<Looked> {
    if (this.isPrivate(address)) return ask(request);
    const key = `${how} ${this.#purges.count} ${address}`;
    return (await this.#asking.join(key, request.signal, (signal) => ask({ ...request, signal }))).result;
  }

  /** Asks for a file, on condition that it is not the known one. */
  async #ask(address: string, request: SourceRequest, known: KnownFile | undefined): Promise<Looked> {
    const validator = known?.isConditional ? known.validator : undefined;
    const purges = this.#purges.count;
    try {
      const answer = await this.#fetch(address, { ...request, known: validator, leaves });
      if (answer.kind !== 'unchanged') return this.#keep(address, answer, purges);
      if (!known) throw new Error('a source answered unchanged, unasked');
      const file = { ...known, freshness: answer.freshness ?? known.freshness, asked: performance.now() };
      this.#remember(address, file, purges);
      return { file };
    } catch (error) {
      if (isNoirError(error) && (error.code === 'not-found' || error.code === 'gone')) this.#forget(address);
      throw error;
    }
  }

  async #fetch(address: string, request: SourceRequest) {
    const begun = performance.now();
    let outcome = 'internal-error';
    try {
      const answer = await fetchPicture(this.#sources, address, request);
      outcome = answer.kind === 'local' ? 'file' : answer.kind;
      return answer;
    } catch (error) {
      if (isNoirError(error)) outcome = error.code;
      const failure = failureOf(error, this.#sources, address);
      if (failure) this.#onFailure(failure);
      throw error;
    } finally {
      this.#onFetch(outcome, performance.now() - begun);
    }
  }

  #keep(address: string, answer: SourceFile | LocalFile, purges: number): Looked {
    const { modified, freshness, tags = [] } = answer;
    const content: Content = answer.kind === 'local' ? answer.file : { kind: 'bytes', bytes: answer.bytes };
    const file: KnownFile = {
      validator: validatorOf(answer),
      format: sniffFormat(answer.kind === 'local' ? answer.file.head : answer.bytes)?.name,
      ...{ modified, freshness, tags },
      asked: performance.now(),
      isConditional: answer.validator !== undefined,
    };
    if (!this.#remember(address, file, purges)) return { file, content };
    // The system keeps the files of this machine in memory itself.
    if (content.kind === 'bytes') {
      this.#bytes?.set(address, { validator: file.validator, bytes: content.bytes });
    }
    return { file, content };
  }

  /**
   * False for a file that is for one client alone, or that must not be kept: what was known before is void then, too. Also for
   * one that was purged since its source was asked, after so many purges.
   */
  #remember(address: string, file: KnownFile, purges: number): boolean {
    if (file.freshness?.scope) {
      this.#forget(address);
      return false;
    }
    if (this.#purges.since(purges, [address, ...file.tags])) return false;
    this.#files.set(address, file);
    return true;
  }
}

/** Seconds since the file should have been asked for again; negative before that. */
export function secondsLate({ asked, freshness }: Pick<KnownFile, 'asked' | 'freshness'>): number {
  const age = freshness?.sharedMaxAge ?? freshness?.maxAge ?? 0;
  return (performance.now() - asked) / 1000 - Math.min(age, LONGEST);
}
