/**
 * Legs: parts of the work that a coder or a backend can do. Coders offer decoding and encoding, backends offer
 * steps, and both may offer several of these at once. The engine joins legs to ways and chooses a way.
 */

import type { FilteredPicture } from '../coders/png/filtered.ts';
import type { Costs } from '../core/costs.ts';
import type { FrameRange, Picture, Shape } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { Header, Output } from '../formats/format.ts';
import type { ColorTable } from '../formats/icc/color-table.ts';
import type { Reading } from '../formats/input.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { BackendName } from './backend.ts';

/** A file as it arrived. */
export interface SourceCarrier {
  readonly kind: 'source';
  readonly bytes: Uint8Array;
  readonly header: Header;
  readonly reading: Reading;
  /** The wanted frames. Absent for the still picture that the file shows. */
  readonly range?: FrameRange;
}

/** A picture in main memory. A backend may have lent it; `release` returns it. */
export interface HostCarrier {
  readonly kind: 'host';
  readonly picture: Picture;
  release(): void;
}

/** The filtered rows of a PNG, ready to be deflated. On loan, like a picture. */
export interface RowsCarrier {
  readonly kind: 'rows';
  readonly rows: FilteredPicture;
  readonly shape: Shape;
  release(): void;
}

/** An encoded file. */
export interface FileCarrier {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  readonly shape: Shape;
}

/** Where a picture is between two legs. */
export type Carrier = SourceCarrier | HostCarrier | RowsCarrier | FileCarrier;

/** A point on a way: the kind of carrier, and the number of the stretch's steps that are done. */
export interface Place {
  readonly kind: Carrier['kind'];
  readonly done: number;
}

/**
 * Consecutive steps whose plan is known. A stretch ends before a step whose parameters depend on the picture's
 * content.
 */
export interface Stretch {
  readonly input: SourceCarrier | HostCarrier;
  /** Starts from the upright picture. */
  readonly plan: Plan;
  /** The output to encode. Undefined when the picture itself is wanted. */
  readonly output: Output | undefined;
  /** Whether encoders get the picture that the last step makes, although no output is wanted yet. */
  readonly forFiles?: boolean;
  /** Pictures for other files that were made of the same input by one step. A leg may add its own and start from one. */
  readonly made?: MadePicture[] | undefined;
  readonly limits: Limits;
  readonly costs: Costs;
}

/** A picture in main memory that one step made. */
export interface MadePicture {
  readonly step: PlannedStep;
  readonly image: Picture['frames'][0];
}

/** What a leg receives when it runs. */
export interface LegContext {
  readonly run: Run;
  /** Adds milliseconds to a part of the work, named as in `Server-Timing`. */
  spent(part: string, milliseconds: number): void;
  /** Adds a sentence for people to the result. Repeating it has no effect. */
  note(sentence: string): void;
  /** Waits for the memory that a leg takes, and holds it until the job ends. Called before each leg. */
  admit(leg: Leg): Promise<void>;
  /** The plan with its further pictures decoded. */
  fill(plan: Plan): Promise<Plan>;
  /** The table that converts a JPEG's samples to sRGB. Undefined when its profile has none. */
  colors(bytes: Uint8Array, components: 3 | 4): Promise<ColorTable | undefined>;
}

/** A part of a way that a coder or backend offers. */
export interface Leg {
  /** Name of the coder or backend. */
  readonly who: string;
  /** The backend whose breaker counts failures. Absent for a coder. */
  readonly backend?: BackendName;
  /** The processor that decodes or encodes. Default `cpu`. */
  readonly device?: 'cpu' | 'gpu';
  readonly from: Place;
  readonly to: Place;
  /** The work in order: `decode`, names of ops, `filter`, `encode`. */
  readonly does: readonly string[];
  /** Whether it does its steps while it reads the file, and in the same way on every machine. */
  readonly whileReading?: true;
  /** Expected milliseconds. */
  readonly cost: number;
  /** Bytes that it takes in memory. Absent for a leg that holds whole pictures. */
  readonly memory?: number;
  /** Does the work. Resolves with undefined to decline; the engine then tries the next way. */
  run(carrier: Carrier, context: LegContext): Promise<Carrier | undefined>;
}

/** Numbers of steps at which legs between pictures in main memory may start and end. */
export interface Cuts {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A coder or backend that offers legs. */
export interface LegSource {
  readonly name: string;
  /** Further facts that affect the bytes of its results, such as the number of threads. */
  readonly traits?: Readonly<Record<string, string | number>>;
  /** Steps at which it would hand a picture over to others, or take one over. */
  cuts?(stretch: Stretch): Cuts;
  /** Its legs. They start from the source or at one of `starts`, and end at one of `ends` or in the file. */
  legs(stretch: Stretch, cuts: Cuts): readonly Leg[];
}

/** Names of the steps `from` up to `to` (exclusive), for `Leg.does`. */
export function stepNames({ steps }: Plan, from: number, to: number): string[] {
  return steps.slice(from, to).map(({ op }) => op.name);
}

/** The first frame. All frames have its shape. */
export function frameOf({ picture }: HostCarrier) {
  return picture.frames[0];
}

/** Number of frames in a carrier. */
export function frameCount(carrier: SourceCarrier | HostCarrier): number {
  return carrier.kind === 'host' ? carrier.picture.frames.length : (carrier.range?.count ?? 1);
}

/** Wraps an image as a picture of one frame. */
export function hostOf(image: Picture['frames'][0], release: () => void = () => {}): HostCarrier {
  return { kind: 'host', picture: { frames: [image] }, release };
}

/** Returns what a backend has lent. */
export function giveBack(carrier: Carrier): void {
  if (carrier.kind === 'host' || carrier.kind === 'rows') carrier.release();
}
