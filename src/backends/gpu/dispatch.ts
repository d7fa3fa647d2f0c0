import type { Pass } from '../../core/pass.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { type Band, QUAD } from '../../plan/bands.ts';

/** Invocations of a workgroup along each axis, as in the shaders' `@workgroup_size(16, 16)`. */
const WORKGROUP = 16;

/** Workgroups that cover a band: an invocation for every quad that begins in each of its rows. */
export function workgroups({ goal }: Pass, { first, end }: Band): [x: number, y: number] {
  return [Math.ceil(Math.ceil(goal.width / QUAD) / WORKGROUP), Math.ceil((end - first) / WORKGROUP)];
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
