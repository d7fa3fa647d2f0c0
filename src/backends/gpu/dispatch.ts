// Workgroup counts and frame parameters for one band of a pass.
import type { Pass } from '../../core/pass.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { type Band, QUAD } from '../../plan/bands.ts';

/** Columns and rows of one workgroup: 16 x 16 invocations of one quad each. */
const QUADS_TILE = [16 * QUAD, 16] as const;

/** Number of workgroups that cover a band. */
export function workgroups({ goal, tile = QUADS_TILE }: Pass, { first, end }: Band): [x: number, y: number] {
  return [Math.ceil(goal.width / tile[0]), Math.ceil((end - first) / tile[1])];
}

/** The shaders' `struct Frame` for a band, field by field. */
export function packFrame({ source, goal }: Pass, band: Band): Uint32Array<ArrayBuffer> {
  // Window offsets in groups of four samples. Windows start at whole groups, because bindings are aligned to more.
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
