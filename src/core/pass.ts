/** A pass: one GPU dispatch as plain data, which ops return and the GPU backend runs. */
import type { Shape } from './image.ts';
import type { PixelType } from './pixel.ts';

/** Values for the fields of a shader's `struct Params`, by name. Vectors are arrays. */
export type Uniforms = Readonly<Record<string, number | readonly number[]>>;

/** A module with a `struct Params`, and the values. `module` is a path below `wgsl/` without extension. */
interface ShaderParams {
  readonly module: string;
  /** Source text of a module that is not a file below `wgsl/`. */
  readonly code?: string;
  readonly uniforms: Uniforms;
}

/** A point op in a pass: `apply(color, params) -> color`, rounded to a pixel type. */
interface Stage extends ShaderParams {
  readonly type: PixelType;
}

/** Maps row `y` of a pass's goal to the source row `offset + scale * y`. */
export interface RowMap {
  /** Source rows per goal row. Negative when the picture is flipped, 0 when all rows read the same one. */
  readonly scale: number;
  /** Source row for goal row 0. May lie outside the source; the shader then reads the nearest row, or none. */
  readonly offset: number;
}

/** Entry point of passes in which each pixel depends on the pixel in the same place only. */
export const POINT_ENTRY = 'entry/point';

/**
 * One dispatch. The entry computes colours from pixels of `source`, the stages change them, and the result is
 * stored in `goal`. Entry, modules, channels and pixel types select the compiled shader. Extents and uniforms do
 * not.
 */
export interface Pass {
  /**
   * `POINT_ENTRY`, or a module below `wgsl/` (without extension). The module's `color_at(x, y)` computes each goal
   * pixel; with `tile`, the module has its own `main`.
   */
  readonly entry: string;
  /**
   * Columns (a multiple of four) and rows that a workgroup of an entry with its own `main` produces. Such an entry
   * rounds, applies the stages, and stays within the band's rows by itself.
   */
  readonly tile?: readonly [columns: number, rows: number];
  /** The entry's own parameters. `POINT_ENTRY` has none. */
  readonly params?: ShaderParams;
  /** Numbers for the entry, for lists that are too long for uniforms. */
  readonly table?: Float32Array;
  /** Pixel type that the entry's colours are rounded to. Absent when they need no rounding. */
  readonly rounded?: PixelType;
  readonly stages: readonly Stage[];
  readonly source: Shape;
  readonly goal: Shape;
  /** Source row of each goal row. Default: the same row. */
  readonly rows?: RowMap;
  /** Source rows that a goal row reads above and below its own. `Infinity` means any row. */
  readonly halo: number;
  /** Source pixels per goal pixel, where they are many. Long work is then split into several dispatches. */
  readonly reads?: number;
  /** A further picture that the pass reads as a whole. */
  readonly other?: Other;
  /**
   * Words of memory shared by the passes of a step. They start at zero, and each pass sees what earlier ones wrote.
   * The largest request of the step's passes counts.
   */
  readonly ledger?: number;
  /**
   * Set when the pass notes in the first word of the ledger that it met a hole, a sample that is NaN. The result of the
   * task does not count then.
   */
  readonly notesHoles?: true;
  /** Set when the pass writes only to the ledger. The picture stays unchanged. */
  readonly keeps?: true;
}

/** For a pass whose shader calls `note_holes` on what it reads. Integers have no holes. */
export function notingHoles({ type }: Shape): Pick<Pass, 'ledger' | 'notesHoles'> {
  return type === 'f32' ? { ledger: 1, notesHoles: true } : {};
}

/** A further picture of the step. */
interface Other {
  /** Index among the step's further pictures. */
  readonly index: number;
  readonly shape: Shape;
}
