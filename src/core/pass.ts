import type { Shape } from './image.ts';
import type { PixelType } from './pixel.ts';

/** Values for the fields of a shader's `struct Params`, by name. Vectors are arrays. */
export type Uniforms = Readonly<Record<string, number | readonly number[]>>;

/** A `struct Params` in a module below `wgsl/`, named without the ending, with its values. */
interface ShaderParams {
  readonly module: string;
  /** The module's source, where it does not lie below `wgsl/`. */
  readonly code?: string;
  readonly uniforms: Uniforms;
}

/** One `apply(color, params) -> color`, and the pixel type that its result is rounded to. */
interface Stage extends ShaderParams {
  readonly type: PixelType;
}

/** The line `offset + scale * y` on which the rows of a pass's source lie for the rows `y` of its goal. */
export interface RowMap {
  /** Rows of the source for each row of the goal: negative from the bottom up, 0 where all read the same. */
  readonly scale: number;
  /** The row for the goal's first one; outside of the source where its nearest row is read, or none. */
  readonly offset: number;
}

/** The entry of a pass that takes every pixel from its own place. */
export const POINT_ENTRY = 'entry/point';

/**
 * One dispatch as plain data: the entry makes colours from pixels of `source`, the stages change them,
 * and they become `goal`. Everything that decides which shader is compiled is in the entry, the modules
 * and the two shapes' channels and pixel types; extents and uniforms change without compiling.
 */
export interface Pass {
  /**
   * Where colours come from: `POINT_ENTRY`, or the module below `wgsl/`, without the ending, whose
   * `color_at(x, y)` makes each pixel of the goal; with `tile`, one that has its own `main`.
   */
  readonly entry: string;
  /**
   * Columns and rows of the goal that one workgroup of an entry with its own `main` makes: a multiple of
   * four columns. Such an entry rounds, applies the stages, and keeps to the frame's rows itself.
   */
  readonly tile?: readonly [columns: number, rows: number];
  /** Parameters of the entry itself; point ops have none. */
  readonly params?: ShaderParams;
  /** Numbers for the entry, of which there may be too many for uniforms. */
  readonly table?: Float32Array;
  /** The pixel type that the entry's colours are rounded to; those of other entries need no rounding. */
  readonly rounded?: PixelType;
  readonly stages: readonly Stage[];
  readonly source: Shape;
  readonly goal: Shape;
  /** Where a row of `goal` comes from; the same row of `source` unless told. */
  readonly rows?: RowMap;
  /** Rows of `source` that a row of `goal` reads above and below that one; `Infinity` for any. */
  readonly halo: number;
  /** Pixels that each pixel of `goal` is made of, where there are many: long work is cut into several dispatches. */
  readonly reads?: number;
  /** A further picture that it reads, whole. */
  readonly other?: Other;
  /**
   * Words of memory that this pass shares with the others of its step that ask for any: zero at first,
   * then what earlier passes have put there. The most that one of them asks for counts.
   */
  readonly ledger?: number;
  /** Set where a pass writes to the ledger alone: its goal is what its source was, untouched. */
  readonly keeps?: true;
}

/** One of the further pictures of a step. */
interface Other {
  /** Its place among those of the step. */
  readonly index: number;
  readonly shape: Shape;
}
