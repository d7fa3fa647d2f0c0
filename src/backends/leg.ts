/**
 * Legs: the stretches of a job's way that somebody can do. A coder offers decoding and encoding, a backend offers
 * steps, and both may offer several of these at once. The engine joins legs to ways and chooses one.
 */

import type { FilteredPicture } from '../coders/png/filtered.ts';
import type { Costs } from '../core/costs.ts';
import type { FrameRange, Picture, Shape } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { Header, Output } from '../formats/format.ts';
import type { ColorTable } from '../formats/icc/color-table.ts';
import type { Reading } from '../formats/input.ts';
import type { Plan } from '../plan/plan.ts';
import type { BackendName } from './backend.ts';

/** A file as it came. */
export interface SourceCarrier {
  readonly kind: 'source';
  readonly bytes: Uint8Array;
  readonly header: Header;
  readonly reading: Reading;
  /** The frames that are wanted; absent for the picture that is shown without animation. */
  readonly range?: FrameRange;
}

/** A picture in main memory. It may be lent by a backend and is given back by `release`. */
export interface HostCarrier {
  readonly kind: 'host';
  readonly picture: Picture;
  release(): void;
}

/** The filtered rows of a PNG, which somebody still has to deflate. They are lent like a picture. */
export interface RowsCarrier {
  readonly kind: 'rows';
  readonly rows: FilteredPicture;
  readonly shape: Shape;
  release(): void;
}

/** A finished file. */
export interface FileCarrier {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  readonly shape: Shape;
}

/** Where a picture is between two legs. */
export type Carrier = SourceCarrier | HostCarrier | RowsCarrier | FileCarrier;

/** A point on a way: what carries the picture, and how many of the stretch's steps are done. */
export interface Place {
  readonly kind: Carrier['kind'];
  readonly done: number;
}

/** Steps between a file or a picture and the next place where something must be known of the picture itself. */
export interface Stretch {
  readonly input: SourceCarrier | HostCarrier;
  /** From the upright picture on. */
  readonly plan: Plan;
  /** What the picture is to be written as; undefined when the picture itself is wanted. */
  readonly output: Output | undefined;
  readonly limits: Limits;
  readonly costs: Costs;
}

/** What a leg is given when it runs. */
export interface LegContext {
  readonly run: Run;
  /** Adds to the milliseconds of a part of the work, by the names of `Server-Timing`. */
  spent(part: string, milliseconds: number): void;
  /** Adds a sentence for people to what is said of the result. Saying it twice does no harm. */
  note(sentence: string): void;
  /** The plan with its further pictures decoded. */
  fill(plan: Plan): Promise<Plan>;
  /** The table that turns a JPEG's samples to sRGB; undefined when there is none for its profile. */
  colors(bytes: Uint8Array, components: 3 | 4): Promise<ColorTable | undefined>;
}

/** A stretch of a way that somebody can do. */
export interface Leg {
  /** The coder or backend. */
  readonly who: string;
  /** The backend whose failures count for a breaker; absent for a coder. */
  readonly backend?: BackendName;
  /** Where it decodes or encodes; `cpu` unless told. */
  readonly device?: 'cpu' | 'gpu';
  readonly from: Place;
  readonly to: Place;
  /** What it does, in order: `decode`, names of ops, `filter`, `encode`. */
  readonly does: readonly string[];
  /** Expected milliseconds. */
  readonly cost: number;
  /** Does the work. Resolves with undefined when this leg declines: the next way is for somebody else to try. */
  run(carrier: Carrier, context: LegContext): Promise<Carrier | undefined>;
}

/** Numbers of steps after which legs between pictures in main memory begin, and before which they end. */
export interface Cuts {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A coder or backend that offers legs. */
export interface LegSource {
  readonly name: string;
  /** Further facts that decide the bytes of its results, such as a number of threads. */
  readonly traits?: Readonly<Record<string, string | number>>;
  /** Where it would leave a picture for others to go on with, or take one from them. */
  cuts?(stretch: Stretch): Cuts;
  /** Its legs from the source or the picture after any of the starts, to the picture after any of the ends or the file. */
  legs(stretch: Stretch, cuts: Cuts): readonly Leg[];
}

/** Names of the steps from `from` up to `to`, for `Leg.does`. */
export function stepNames({ steps }: Plan, from: number, to: number): string[] {
  return steps.slice(from, to).map(({ op }) => op.name);
}

/** The first frame of a picture, which has the shape of all. */
export function frameOf({ picture }: HostCarrier) {
  return picture.frames[0];
}

/** How many frames there are on the way. */
export function frameCount(carrier: SourceCarrier | HostCarrier): number {
  return carrier.kind === 'host' ? carrier.picture.frames.length : (carrier.range?.count ?? 1);
}

/** A picture of one frame in main memory. */
export function hostOf(image: Picture['frames'][0], release: () => void = () => {}): HostCarrier {
  return { kind: 'host', picture: { frames: [image] }, release };
}

/** Gives back what a backend has lent. */
export function giveBack(carrier: Carrier): void {
  if (carrier.kind === 'host' || carrier.kind === 'rows') carrier.release();
}
