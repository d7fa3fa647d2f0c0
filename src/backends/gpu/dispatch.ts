// How a band of a pass is cut into workgroups, and what its shader is told of it.
import type { Pass } from '../../core/pass.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { type Band, QUAD } from '../../plan/bands.ts';

/** Pixels that a workgroup of 16 x 16 invocations makes, a quad each. */
const QUADS_TILE = [16 * QUAD, 16] as const;

/** Workgroups that cover a band. */
export function workgroups({ goal, tile = QUADS_TILE }: Pass, { first, end }: Band): [x: number, y: number] {
  return [Math.ceil(goal.width / tile[0]), Math.ceil((end - first) / tile[1])];
}

/** The values of the shaders' `struct Frame` for a band, in the order of its fields. */
export function packFrame({ source, goal }: Pass, band: Band): Uint32Array<ArrayBuffer> {
  // A group is four samples; windows begin at whole groups because offsets are aligned to more.
  const groups = (bytes: number, type: typeof source.type) => bytes / (4 * SAMPLE_BYTES[type]);
  return new Uint32Array([
    goal.width,
    goal.height,
    band.first,
    band.end,
    groups(band.source.offset, source.type),
    groups(band.goal.offset, goal.type),
  ]);
}
