/** The contract of an operation: everything that Noir knows of it, and what each backend does. */
import type { Sharp } from 'sharp';
import type * as z from 'zod';
import type { Workload } from '../core/costs.ts';
import type { Extent, Image, Shape } from '../core/image.ts';
import type { Pass } from '../core/pass.ts';
import type { PixelType } from '../core/pixel.ts';
import type { StyledText } from '../core/text.ts';
import type { Work } from '../core/turns.ts';
import type { FormatName, Shrink } from '../formats/format.ts';

/** A sharp pipeline, for the members that say what libvips does. */
export type { Sharp };

/**
 * What an op reads for a pixel of the result: `point` the same pixel, `area` its neighbourhood, `resample` a weighted
 * set, `geometry` one pixel from elsewhere, `reduce` the whole picture, `compose` a second picture.
 */
type OpKind = 'point' | 'area' | 'resample' | 'geometry' | 'reduce' | 'compose';

/** Families of ops. Each is a folder here; its CPU kernels and shaders lie in folders of the same name. */
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
 * Largest error of a backend against the reference: in levels for u8 and u16; for f32 relative to the expected value,
 * or to 1 if that is larger.
 */
type Tolerance = Readonly<Record<PixelType, number>>;

/** A further picture that a step reads: a file, by the name that the recipe gives it, or text to be drawn. */
export type FurtherSource =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'text'; readonly text: StyledText };

/** What a sharp pipeline does before and after a step, as far as it matters to the step. */
export interface PipelineEnds {
  /** Whether the pipeline turns the picture by 90 degrees after the step, so that its sides swap. */
  readonly turned: boolean;
  /** The format of the file that the pipeline reads just before the step, so that the loader may shrink it. */
  readonly loader?: FormatName | undefined;
  /** `Header.detail` of that file. */
  readonly detail?: number | undefined;
  /** The EXIF orientation, 1 to 8, by which the pipeline turns the picture after the step; 1 unless given. */
  readonly orientation?: number | undefined;
}

/** An op and its parameters, which replace a step. */
export interface Replacement {
  readonly op: Op;
  readonly params: unknown;
}

/** A step in two parts. */
export interface InTwo {
  /** Adds the first part to a pipeline that reads the file. */
  first(pipeline: Sharp): Sharp;
  /** What the loader then divides the sides by. */
  readonly shrink: Shrink;
  /** The shape of the picture between the parts. */
  readonly between: Shape;
  /** The rest of the work on that picture. */
  readonly rest: Replacement;
}

/** An operation: its name, parameters and meaning, and how each backend does it. */
export interface Op<Params = unknown> {
  /** sharp's name, if sharp has the operation. */
  readonly name: string;
  readonly family: Family;
  /** Other names of the same op. */
  readonly aliases: readonly string[];
  /** One sentence, in the imperative. */
  readonly summary: string;
  readonly kind: OpKind;
  /** A strict object; each field carries its unit, range and default. */
  readonly params: z.ZodObject;
  /** Fields in the order of `name_1_2` in a URL and `.name(1, 2)` in code. */
  readonly positional: readonly string[];
  /**
   * The text of everything that decides what a user's op does. Two ops with the same text do the same. Absent for ops
   * of the registry.
   */
  readonly definition?: string;
  /** Parameters that cover what the op does. Tests run each on small pictures, and the docs show them. */
  readonly examples: readonly Readonly<Record<string, unknown>>[];
  /** Examples for the docs, if those of the tests are too small to see. */
  readonly shown?: readonly Readonly<Record<string, unknown>>[];
  /** For the docs: the members of the answer of an op that reports, by their names. */
  readonly answer?: Readonly<Record<string, string>>;
  /** For the docs: how sharp's op of that name differs, and why Noir does otherwise. */
  readonly unlikeSharp?: string;
  readonly tolerance: Tolerance;
  /** One sentence for the docs: what happens to NaN and infinities in f32 pictures. */
  readonly nonFinite: string;
  /** Set when floats are taken to lie from 0 to 1, black to white. The docs then point to `stretch`. */
  readonly unitFloats?: true;

  /** The further pictures that the op reads, in the order in which the other members get them. */
  sources?(params: Params): readonly FurtherSource[];

  /**
   * For parameters whose meaning depends on the picture's content: returns a function that finds the op and the
   * parameters which replace the step. Noir calls the other members on the replacement. It calls `geometry` on this
   * op too, for the largest shape that the result may have. A function that looks at a whole picture yields, as
   * `kernel` does.
   * For an animation the function gets all frames, and Noir does the replacement on each of them.
   */
  settle?(
    params: Params,
  ): ((input: Image, ...later: readonly Image[]) => Replacement | Work<Replacement>) | undefined;

  /**
   * A step that settles, in two parts: the first one makes a picture on which the second one settles as well, such as a smaller one.
   * Undefined where it has to settle on its own input.
   */
  settlesInTwo?(input: Shape, params: Params): readonly [first: Replacement, second: Replacement] | undefined;

  /**
   * Reports on a picture, as JSON, which becomes the answer. Such an op changes nothing and is the last step.
   * `isWork` tells work from JSON.
   */
  report?(input: Image, params: Params): unknown | Work<unknown>;

  /**
   * The shape of the result, before a pixel is decoded. Throws `invalid-parameter` if the parameters do not fit the
   * picture.
   */
  geometry(input: Shape, params: Params, others: readonly Shape[]): Shape;

  /** Whether the result is the picture that came, sample for sample; the step is left out then. Absent if it never is. */
  changesNothing?(input: Shape, params: Params): boolean;

  /**
   * What the op means, in f64: the slow, obvious way. Writes into `output`, which has the shape of `geometry`. Tests
   * compare every backend with it.
   */
  reference(input: Image, params: Params, output: Image, others: readonly Image[]): void;

  /**
   * Does what `reference` does, within the tolerance, fast and without blocking the event loop. Yields between bands
   * of rows or phases, after at most some milliseconds. May be abandoned at any yield.
   */
  kernel?(input: Image, params: Params, output: Image, others: readonly Image[]): void | Work<void>;

  /** The passes that do the same on the GPU, as plain data. */
  lower(input: Shape, params: Params, others: readonly Shape[]): readonly Pass[];

  /**
   * What the op's time depends on besides the pixels that it visits, their type and their channels. Absent if that is
   * all, as for most ops.
   */
  features?(input: Shape, params: Params, output: Shape): Workload;

  /** Parameters for measuring its time, if `examples` and `shown` do not tell small from large work. */
  readonly measured?: readonly Readonly<Record<string, unknown>>[];

  /**
   * Adds the same operation to a libvips pipeline of raw pixels. Returns undefined if libvips does something else.
   */
  sharp?(pipeline: Sharp, params: Params, input: Shape): Sharp | undefined;

  /** The same for a pipeline that reads or writes a file, if it differs from `sharp`. */
  sharpFile?(pipeline: Sharp, params: Params, input: Shape, ends: PipelineEnds): Sharp | undefined;

  /** The step in two parts, where `sharpFile` declines and this takes less time than the step on the whole picture. */
  inTwo?(input: Shape, params: Params, ends: PipelineEnds): InTwo | undefined;

  /** Whether a result that looks alike will do: 40 dB from the reference at least. Where absent, it has to be exact. */
  looksAlike?(input: Shape, params: Params): boolean;

  /**
   * Whether `sharpFile` does as well on a smaller result of the same op, made of the same input with other parameters,
   * in place of the input.
   */
  startsFrom?(
    input: Shape,
    params: Params,
    smaller: { readonly params: unknown; readonly output: Shape },
  ): boolean;

  /**
   * The divisor that a decoder may apply to the sides of `input`, since the op shrinks the picture further anyway.
   * `detail` is `Header.detail`.
   */
  shrinkOnLoad?(input: Extent, params: Params, detail: number): Shrink;

  /** The rest of the work on a picture whose sides a decoder has divided. */
  afterShrinking?(params: Params, how: { readonly original: Extent; readonly shrink: Shrink }): Replacement;
}
