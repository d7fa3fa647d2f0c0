/**
 * The contract of a backend: it runs plans on images. Three implement it: the GPU, the CPU kernels, and libvips
 * through sharp.
 */
import type { FilteredPicture } from '../coders/png/filtered.ts';
import type { Costs, Features } from '../core/costs.ts';
import type { Image } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import type { Shrink } from '../formats/format.ts';
import type { ColorTable } from '../formats/icc/color-table.ts';
import type { Profile } from '../formats/icc/icc.ts';
import type { JpegPicture } from '../formats/jpeg/scan.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';

/** A backend leaves a picture to another one, because of what is in it. That is no failure. */
export class Declined extends Error {}

export const BACKEND_NAMES = ['gpu', 'cpu', 'sharp'] as const;

export type BackendName = (typeof BACKEND_NAMES)[number];

/**
 * Milliseconds by part of the work, named as in `Server-Timing`. The GPU has `queue` (absent when the GPU was
 * idle), `upload`, `gpu` and `readback`.
 */
export type Timings = Readonly<Record<string, number>>;

/** Fields that every result has. */
interface Result {
  readonly timings: Timings;
  /** Gives the lent memory back. Do not read the image or the rows afterwards. */
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

/** A backend's result, by what the task asked for. */
export type BackendResult = ImageResult | FileResult | RowsResult;

/** An image in main memory. */
interface ImageInput {
  readonly kind: 'image';
  readonly image: Image;
}

/** A JPEG that the backend decodes by itself. */
export interface JpegInput {
  readonly kind: 'jpeg';
  readonly bytes: Uint8Array;
  readonly picture: JpegPicture;
  /** Divides the sides while decoding, rounding up. The plan starts from the smaller picture. Default 1. */
  readonly shrink?: Shrink;
  /** The kind of colour profile, if it is not sRGB. `none` for four components (CMYK). */
  readonly profile?: Profile;
  /** Converts the samples to sRGB. Required when the profile is not sRGB. */
  readonly colors?: ColorTable;
}

/** Settings for a backend that encodes a JPEG by itself. */
export interface JpegTarget {
  readonly kind: 'jpeg';
  /** 1 to 100, on libjpeg's scale. */
  readonly quality: number;
  readonly chromaSubsampling: '4:4:4' | '4:2:0';
  /** Whether to build Huffman tables for this picture. Otherwise the JPEG standard's typical tables are used. */
  readonly optimiseCoding: boolean;
}

/** The backend filters the rows of a PNG. The caller deflates them. */
interface PngTarget {
  readonly kind: 'png';
}

/** Formats that a backend can produce without returning pixels. */
export type CodedTarget = JpegTarget | PngTarget;

/** A plan with its input and target. Compressed bytes may go in, come out, or both. */
export interface Task {
  readonly plan: Plan;
  readonly from: ImageInput | JpegInput;
  /** Absent when the caller wants the image. */
  readonly to?: CodedTarget | undefined;
}

/** Counts of a device for those who watch it. */
export interface DeviceUsage {
  /** Losses so far. */
  readonly losses: number;
  /** Bytes of its memory in use, and of the memory that is kept for the next job. */
  readonly leasedBytes: number;
  readonly freeBytes: number;
}

/** Runs plans on images. */
export interface Backend {
  readonly name: BackendName;
  /** The hardware or library, for people to read. */
  readonly description: string;
  /** Facts for planning in another process, as plain data. Absent when every process has the same backend. */
  readonly outline?: unknown;
  /** Counts of its device so far. Absent when it has none. */
  readonly usage?: DeviceUsage;
  /** Whether the backend can run the plan at all. Says nothing about speed. */
  supports(plan: Plan): boolean;
  /** Expected milliseconds for a plan, from a table of costs. Infinity when another backend does the same work. */
  expects?(plan: Plan, costs: Costs): number;
  /** What the time of a single step depends on. `expects` looks these rows up; measurements fill them. */
  features?(step: PlannedStep): Features;
  /**
   * Runs the plan on an image of the shape `plan.input`. Rejects when the backend fails, and with the run's reason
   * when the run aborts.
   */
  process(plan: Plan, image: Image, run?: Run): Promise<ImageResult>;
  /**
   * Runs a task from compressed bytes, to compressed bytes, or both; pixels never enter main memory. Returns
   * undefined when the backend does not decode this file, cannot prove that it decoded it correctly, or does not skip
   * the holes of a float picture. The caller then asks somebody else.
   */
  perform?(task: Task, run?: Run): Promise<BackendResult | undefined>;
  /** Whether `perform` can produce this target from the plan's result. */
  encodes?(plan: Plan, to: CodedTarget): boolean;
  /** Whether `perform` is expected to be faster than decoding and encoding on the CPU. */
  readonly fast?: boolean;
  /** Frees everything. Call it when no work is in flight. */
  close(): Promise<void>;
}
