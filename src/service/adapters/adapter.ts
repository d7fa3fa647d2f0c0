/** The contract of an adapter: it reads the addresses of another image server. */
import { type ErrorCode, NoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import type { FormatName } from '../../formats/format.ts';

/** The part of a request that an adapter reads. */
export interface AddressRequest {
  /** The path behind the place where the adapter is mounted, as it was sent, without the first slash. */
  readonly path: string;
  /** The query, decoded. */
  readonly query: URLSearchParams;
  /** The header `Accept`. */
  readonly accept: string | undefined;
  /** Absent unless client hints are switched on. */
  readonly hints?: Hints | undefined;
}

/** What a browser says of itself in client hints, rounded so that caches hold few variants. */
export interface Hints {
  /** Pixels of the device across which the picture is shown. */
  readonly width?: number | undefined;
  /** Pixels of the device for each pixel of CSS. */
  readonly dpr?: number | undefined;
  /** Pixels of CSS across the page. */
  readonly viewportWidth?: number | undefined;
  readonly isMobile: boolean;
  /** Whether the network is slow, or the client wants to save data. */
  readonly isSlow: boolean;
}

/** The facts about a picture that other servers decide by. */
export interface SourcePicture extends Extent {
  /** The format of the file. */
  readonly format: FormatName;
  /** Whether it has alpha. */
  readonly alpha: boolean;
  /** Whether it has several frames. */
  readonly animated: boolean;
}

/** The JSON form of a recipe, unchecked. */
export interface RecipeDraft {
  /** How the file is read, as in the JSON of a recipe. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** The steps, as in the JSON of a recipe. */
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  /** The output, as in the JSON of a recipe. */
  readonly output: Readonly<Record<string, unknown>>;
}

/** An address as it was read: where the picture is, and what becomes of it. */
export interface Adapted {
  /** The address of the picture, decoded. */
  readonly address: string;
  /** The recipe once the picture is known; `original` sends it as it is. */
  recipeFor(picture: SourcePicture): RecipeDraft | 'original';
  /** Whether the recipe depends on `Accept`, beyond what `auto` as its format says; false by default. */
  readonly readsAccept?: boolean;
  /** Headers beside `Accept` that the recipe depends on; none by default. */
  readonly vary?: readonly string[];
  /** Name under which browsers save the picture, if the address says one. */
  readonly fileName?: string;
  /** Seconds since 1970 at which the address ends, if it does. */
  readonly expires?: number;
  /** Whether a failure sends the client to the picture itself. */
  readonly redirectsOnError?: boolean;
  /** Whether browsers shall save the picture in place of showing it. */
  readonly attachment?: boolean;
}

/** Reads the addresses of another image server. */
export interface UrlAdapter {
  /** For messages. */
  readonly name: string;
  /** Whether it refuses addresses without a signature of its own. */
  readonly signed?: boolean;
  /** Throws `invalid-request` for an address that the other server would refuse, and `bad-signature`. */
  read(request: AddressRequest): Adapted;
  /** The path as logs may hold it, where it has a signature in it; unchanged by default. */
  logged?(path: string): string;
  /** Errors with which the other server answers other statuses. None by default. */
  readonly refusals?: Readonly<Partial<Record<ErrorCode, NoirError>>>;
}

/** The error for an address that the other server refuses. */
export function refused(reason: string): NoirError {
  return new NoirError('invalid-request', reason);
}

/** A number within a range, or an error that says its name. `whole` takes no fractions. */
export function readNumber(
  text: string,
  name: string,
  { least, most, whole = false }: { least: number; most: number; whole?: boolean },
): number {
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw refused(`${name}: expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
}

/** One of several words, or an error that lists them. */
export function readWord<Word extends string>(text: string, name: string, words: readonly Word[]): Word {
  if ((words as readonly string[]).includes(text)) return text as Word;
  throw refused(`${name}: expected one of ${words.join(', ')}`);
}
