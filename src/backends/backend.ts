import type { FilteredPicture } from '../coders/png/filtered.ts';
import type { Costs, Features } from '../core/costs.ts';
import type { Image } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import type { Shrink } from '../formats/format.ts';
import type { ColorTable } from '../formats/icc/color-table.ts';
import type { Profile } from '../formats/icc/icc.ts';
import type { JpegPicture } from '../formats/jpeg/scan.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';

export type BackendName = 'gpu' | 'cpu' | 'sharp';

export const BACKEND_NAMES: readonly BackendName[] = ['gpu', 'cpu', 'sharp'];

/**
 * Milliseconds that each part of the work took, by the names of `Server-Timing`. On the GPU: `queue` waiting for jobs
 * before it (absent where there was none to wait for), `upload`, `gpu`, `readback`.
 */
export type Timings = Readonly<Record<string, number>>;

/** What every result has. */
interface Result {
  readonly timings: Timings;
  /** Gives back the memory that the backend lends. Nothing of an image or of rows may be read afterwards. */
  release(): void;
}

/** An image in memory that the backend lends until `release` is called. */
export interface ImageResult extends Result {
  readonly kind: 'image';
  readonly image: Image;
}

/** A whole encoded file. It belongs to the caller. */
interface FileResult extends Result {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
}

/** The filtered rows of a PNG, for the caller to deflate. They are lent like an image. */
interface RowsResult extends Result {
  readonly kind: 'rows';
  readonly rows: FilteredPicture;
}

/** What a backend makes of a picture. */
export type BackendResult = ImageResult | FileResult | RowsResult;

/** An image in main memory. */
interface ImageInput {
  readonly kind: 'image';
  readonly image: Image;
}

/** A JPEG that a backend decodes by itself: the file, and what its segments say. */
export interface JpegInput {
  readonly kind: 'jpeg';
  readonly bytes: Uint8Array;
  readonly picture: JpegPicture;
  /** What its sides are divided by while it is decoded, each rounded up: the plan begins with that. 1 unless told. */
  readonly shrink?: Shrink;
  /** What its colour profile says of its components, if that is not sRGB; `none` for four, which are inks. */
  readonly profile?: Profile;
  /** What turns them to sRGB, where they are something else: such a file is not decoded without it. */
  readonly colors?: ColorTable;
}

/** How a backend encodes a JPEG by itself. */
export interface JpegTarget {
  readonly kind: 'jpeg';
  /** 1 to 100, as libjpeg's. */
  readonly quality: number;
  readonly chromaSubsampling: '4:4:4' | '4:2:0';
  /** Whether the Huffman tables are made for the picture. */
  readonly optimiseCoding: boolean;
}

/** The backend filters the rows of a PNG. The caller deflates them. */
interface PngTarget {
  readonly kind: 'png';
}

/** What a backend makes of the result by itself. */
export type CodedTarget = JpegTarget | PngTarget;

/** Work whose compressed bytes a backend takes, gives, or both. */
export interface Task {
  readonly plan: Plan;
  readonly from: ImageInput | JpegInput;
  /** Absent where the image itself is wanted. */
  readonly to?: CodedTarget | undefined;
}

/** Turns a plan and a picture into a picture. */
export interface Backend {
  readonly name: BackendName;
  /** The hardware or library behind it, for people. */
  readonly description: string;
  /** Whether it can run the plan at all. Says nothing of speed. */
  supports(plan: Plan): boolean;
  /**
   * Milliseconds that a plan is expected to take, by a table of costs. Infinity where another backend does the same
   * work.
   */
  expects?(plan: Plan, costs: Costs): number;
  /** What the time of one step by itself grows with here: the rows by which `expects` reckons, to measure them. */
  features?(step: PlannedStep): Features;
  /**
   * Runs the plan on a picture of its input's shape. Rejects when the backend fails, and with the run's reason when
   * the run is aborted.
   */
  process(plan: Plan, image: Image, run?: Run): Promise<ImageResult>;
  /**
   * The same from a JPEG, into one, or both, without the pixels ever being in main memory. Undefined where the
   * file is not one that the backend decodes, or cannot be proved to be decoded right: then the pixels are
   * somebody else's to find.
   */
  perform?(task: Task, run?: Run): Promise<BackendResult | undefined>;
  /** Whether `direct` can make a JPEG of a plan's result, or filter its rows. */
  encodes?(plan: Plan, to: CodedTarget): boolean;
  /** Whether that is expected to be faster than decoding and encoding elsewhere. */
  readonly fast?: boolean;
  /** Frees everything; nothing may be in flight. */
  close(): Promise<void>;
}
