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

/** A finished picture in memory that belongs to the backend until `release` is called. */
export interface Processed {
  readonly image: Image;
  readonly timings: Timings;
  /** Gives the memory back; the samples must not be read afterwards. */
  release(): void;
}

/** A JPEG that a backend decodes by itself: the file, and what its segments say. */
export interface JpegFile {
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
  /** 1 to 100, as libjpeg's. */
  readonly quality: number;
  readonly chromaSubsampling: '4:4:4' | '4:2:0';
  /** Whether the Huffman tables are made for the picture. */
  readonly optimiseCoding: boolean;
}

/** How a backend prepares a PNG: it filters the rows, and whoever asked deflates them. */
export interface PngTarget {
  readonly rows: 'filtered';
}

/** Work whose compressed bytes a backend takes, gives, or both. */
export interface DirectJob {
  readonly plan: Plan;
  readonly from: Image | JpegFile;
  /** Absent where the picture itself is wanted. */
  readonly to?: JpegTarget | PngTarget | undefined;
}

/** A finished picture, the file that it was made into, or its filtered rows, which are lent like the picture. */
export interface DirectResult extends Omit<Processed, 'image'> {
  readonly image?: Image;
  readonly file?: Uint8Array;
  readonly rows?: FilteredPicture;
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
  process(plan: Plan, image: Image, run?: Run): Promise<Processed>;
  /**
   * The same from a JPEG, into one, or both, without the pixels ever being in main memory. Undefined where the
   * file is not one that the backend decodes, or cannot be proved to be decoded right: then the pixels are
   * somebody else's to find.
   */
  direct?(job: DirectJob, run?: Run): Promise<DirectResult | undefined>;
  /** Whether `direct` can make a JPEG of a plan's result, or filter its rows. */
  encodes?(plan: Plan, to: JpegTarget | PngTarget): boolean;
  /** Whether that is expected to be faster than decoding and encoding elsewhere. */
  readonly fast?: boolean;
  /** Frees everything; nothing may be in flight. */
  close(): Promise<void>;
}
