import type { Shape } from './image.ts';
import type { PixelType } from './pixel.ts';

/** Values for the fields of a shader's `struct Params`, by name. Vectors are arrays. */
export type Uniforms = Readonly<Record<string, number | readonly number[]>>;

/** One `apply(color, params) -> color`, and the pixel type that its result is rounded to. */
interface Stage {
  /** Module below `wgsl/`, without the ending: `ops/linear`. */
  readonly module: string;
  readonly uniforms: Uniforms;
  readonly type: PixelType;
}

/**
 * One dispatch as plain data: read pixels of `source`, run them through the stages, write `goal`.
 * Everything that decides which shader is compiled is in `entry`, the modules and the two shapes'
 * channels and pixel types; extents and uniforms change without compiling.
 */
export interface Pass {
  /** Module with the entry point `main`, below `wgsl/`, without the ending. */
  readonly entry: string;
  readonly stages: readonly Stage[];
  readonly source: Shape;
  readonly goal: Shape;
  /** Rows of `source` that a row of `goal` reads above and below its own. */
  readonly halo: number;
}
