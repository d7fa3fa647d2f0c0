import type { Sharp } from 'sharp';
import type { z } from 'zod';
import type { Workload } from '../core/costs.ts';
import type { Extent, Image, Shape } from '../core/image.ts';
import type { Pass } from '../core/pass.ts';
import type { PixelType } from '../core/pixel.ts';
import type { StyledText } from '../core/text.ts';
import type { Work } from '../core/turns.ts';
import type { FormatName, Shrink } from '../formats/format.ts';

/** A pipeline of sharp's, for the members that say what libvips does. */
export type { Sharp };

/**
 * How an op reads its input: `point` one pixel for one pixel, `area` a neighbourhood, `resample` a
 * weighted set, `geometry` one pixel from elsewhere, `reduce` the whole picture, `compose` a second one.
 */
type OpKind = 'point' | 'area' | 'resample' | 'geometry' | 'reduce' | 'compose';

/** Families of ops. Each is a folder here, and its CPU kernels and shaders lie in folders of the same name. */
type Family =
  | 'resize'
  | 'geometry'
  | 'warp'
  | 'blur'
  | 'convolve'
  | 'rank'
  | 'similar'
  | 'tone'
  | 'color'
  | 'channels'
  | 'layers'
  | 'statistics'
  /** Ops that the user of the library defines. */
  | 'own';

/**
 * The largest error that a backend may make against the reference: in levels for u8 and u16, relative
 * to the larger of 1 and the expected value for f32.
 */
type Tolerance = Readonly<Record<PixelType, number>>;

/** A further picture that a step reads: a file, by the name that the recipe gives it, or text to be drawn. */
export type FurtherSource =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'text'; readonly text: StyledText };

/** What a pipeline of sharp's does before and behind a step, as far as it matters to the step. */
export interface PipelineEnds {
  /** It turns the picture by 90 degrees behind the step, so that sides are swapped. */
  readonly turned: boolean;
  /** The format of the file that it reads just before the step, so that the loader may shrink for it. */
  readonly loader?: FormatName | undefined;
  /** The detail of that file, as its header has it. */
  readonly detail?: number | undefined;
}

/** An op that a step can be replaced by, with parameters. */
export interface Replacement {
  readonly op: Op;
  readonly params: unknown;
}

/** An operation: what it is called, what it takes, what it means, and how each backend does it. */
export interface Op<Params = unknown> {
  /** sharp's name for it, wherever sharp has it. */
  readonly name: string;
  readonly family: Family;
  /** Other spellings that mean the same. */
  readonly aliases: readonly string[];
  /** One sentence, in the imperative. */
  readonly summary: string;
  readonly kind: OpKind;
  /** A strict object; each field carries its unit, range and default. */
  readonly params: z.ZodObject;
  /** Fields in the order of `name_1_2` in a URL and `.name(1, 2)` in code. */
  readonly positional: readonly string[];
  /** Text of all that decides what an op of one's own does: ops with the same text do the same. Absent in the registry. */
  readonly definition?: string;
  /** Parameters that cover what it does; each runs in the tests on small pictures, and in the docs. */
  readonly examples: readonly Readonly<Record<string, unknown>>[];
  /** Those for the docs, where those of the tests are too small to see. */
  readonly shown?: readonly Readonly<Record<string, unknown>>[];
  /** For the docs: how sharp's op of that name does otherwise, and why this is right. */
  readonly unlikeSharp?: string;
  readonly tolerance: Tolerance;
  /** One sentence for the docs: what becomes of NaN and infinities in f32 pictures. */
  readonly nonFinite: string;

  /** The further pictures that it reads, in the order in which the other members get them. */
  sources?(params: Params): readonly FurtherSource[];

  /**
   * For parameters whose meaning depends on what is in the picture: how to find the op that does it, and
   * its parameters, which depend on nothing any more. The other members are called for these; `geometry`
   * also before, for the largest shape that may come of it. What looks at a whole picture yields, as `kernel` does.
   * Of an animation it gets all frames, and the op that it finds is done to each of them.
   */
  settle?(
    params: Params,
  ): ((input: Image, ...later: readonly Image[]) => Replacement | Work<Replacement>) | undefined;

  /**
   * What it has to say of a picture, as JSON, which is then the answer in place of a picture. Such an op
   * changes nothing, and is the last one. The work that gives it is told from JSON by `isWork`.
   */
  report?(input: Image, params: Params): unknown | Work<unknown>;

  /**
   * The shape of the result. Called before a pixel is decoded.
   * Throws `invalid-parameter` when the parameters do not fit the picture.
   */
  geometry(input: Shape, params: Params, others: readonly Shape[]): Shape;

  /**
   * What the op means, in f64, written into `output`, whose shape is what `geometry` gave. The slow,
   * obvious one: every backend is tested against it.
   */
  reference(input: Image, params: Params, output: Image, others: readonly Image[]): void;

  /**
   * The same as `reference`, exactly or within the tolerance, for the CPU: what `reference` would do too slowly, or
   * without letting go of the event loop. It yields between bands of rows or phases, after some milliseconds of work
   * at most, and may never be gone on with.
   */
  kernel?(input: Image, params: Params, output: Image, others: readonly Image[]): void | Work<void>;

  /** The same for the GPU, as data. */
  lower(input: Shape, params: Params, others: readonly Shape[]): readonly Pass[];

  /**
   * What its time depends on beside the pixels that it visits, their type and their channels. Absent where that is
   * all, as for most ops.
   */
  features?(input: Shape, params: Params, output: Shape): Workload;

  /** Parameters with which its time is measured, where `examples` and `shown` do not tell small from large work. */
  readonly measured?: readonly Readonly<Record<string, unknown>>[];

  /** The same in libvips, on a pipeline of raw pixels; undefined where libvips does something else. */
  sharp?(pipeline: Sharp, params: Params, input: Shape): Sharp | undefined;

  /** The same on a pipeline that reads a file or writes one, where that is not `sharp`. */
  sharpFile?(pipeline: Sharp, params: Params, input: Shape, ends: PipelineEnds): Sharp | undefined;

  /**
   * By how much a decoder may divide the sides of `input`, because the op then makes the picture smaller still.
   * `detail` as in the file's header.
   */
  shrinkOnLoad?(input: Extent, params: Params, detail: number): Shrink;

  /** What is left to do on a picture whose sides a decoder has divided. */
  afterShrinking?(params: Params, how: { readonly original: Extent; readonly shrink: Shrink }): Replacement;
}
