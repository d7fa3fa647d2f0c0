import { colorChannels, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { type PixelType, SAMPLE_BYTES, viewSamples, WHITE } from '../../core/pixel.ts';
import { pickMask, takeMasks } from '../simd/masks.ts';
import type { Simd } from '../simd/simd.ts';
import { inChunks } from './chunks.ts';
import { type ColorMap, mapColors } from './colors.ts';
import type { SampleMap } from './sample-maps.ts';

/** Pixels of a block, and bytes from the plane of one channel to that of the next, as in assembly/colors.ts. */
export const BLOCK = 1024;
export const PLANE = 4160;

/** Changes the colours of a block in place: red, green and blue as floats in three planes. Alpha is not its business. */
export type BlockMap = (planes: number, pixels: number) => void;

export interface PlaneMap {
  /** The largest size of floats that it takes; 4096 by default. Those beyond, NaN and infinities are left to 64 bits. */
  readonly reach?: number;
  /** Takes what memory it needs first. */
  prepare(simd: Simd): BlockMap;
}

const REACH = 4096;

/**
 * Ops one after the other on the colours of blocks, rounded to the pixel type after each; from pictures of one shape
 * to those of another, of the same pixel type. `exact` does the same in 64 bits.
 */
export function mapPlanes(
  maps: readonly PlaneMap[],
  input: Shape,
  output: Shape,
  exact: ColorMap,
): SampleMap {
  const { type } = input;
  const [step, goal] = [bytesOfPixel(input), bytesOfPixel(output)];
  return inChunks(step, goal, (simd) => {
    const planes = simd.take(4 * PLANE);
    const [split, join] = layouts(simd, type);
    const [spread, pack] = [takeMasks(simd, spreadMask(input)), takeMasks(simd, packMask(output))];
    const blocks = maps.map((map) => map.prepare(simd));
    const takes = ({ reach = REACH }: PlaneMap, pixels: number) =>
      type !== 'f32' || simd.code.areWithin(planes, pixels, reach) !== 0;
    const workExactly = (from: number, pixels: number, to: number) =>
      mapColors(viewRow(simd, input, from, pixels), viewRow(simd, output, to, pixels), exact);
    const work = (from: number, pixels: number, to: number) => {
      split(from, pixels, step, spread, planes);
      for (const [at, block] of blocks.entries()) {
        if (at > 0 && type !== 'f32') simd.code.roundColors(planes, pixels, WHITE[type]);
        if (!takes(maps[at] as PlaneMap, pixels)) {
          workExactly(from, pixels, to);
          return;
        }
        block(planes, pixels);
      }
      join(planes, pixels, goal, pack, to);
    };
    return (from, pixels, to) => {
      for (let at = 0; at < pixels; at += BLOCK) {
        work(from + at * step, Math.min(BLOCK, pixels - at), to + at * goal);
      }
    };
  });
}

function bytesOfPixel({ channels, type }: Shape): number {
  return channels * SAMPLE_BYTES[type];
}

function layouts({ code }: Simd, type: PixelType) {
  if (type === 'u8') return [code.splitBytes, code.joinBytes] as const;
  return type === 'u16'
    ? ([code.splitHalves, code.joinHalves] as const)
    : ([code.splitFloats, code.joinFloats] as const);
}

/** Pixels of four samples in a vector. */
const four = (type: PixelType) => 4 / SAMPLE_BYTES[type];

function spreadMask({ channels, type }: Shape): Uint8Array {
  const alpha = hasAlpha(channels) ? channels - 1 : undefined;
  const colors = colorChannels(channels) === 1 ? [0, 0, 0] : [0, 1, 2];
  return pickMask([...colors, alpha], channels, SAMPLE_BYTES[type], four(type));
}

function packMask({ channels, type }: Shape): Uint8Array {
  const colors = colorChannels(channels) === 1 ? [0] : [0, 1, 2];
  return pickMask(hasAlpha(channels) ? [...colors, 3] : colors, 4, SAMPLE_BYTES[type], four(type));
}

/** Pixels in the code's memory as a picture. */
function viewRow(simd: Simd, { channels, type }: Shape, at: number, pixels: number): Image {
  const data = viewSamples(type, simd.bytes.buffer, at, pixels * channels);
  return { width: pixels, height: 1, channels, type, space: 'srgb', data };
}
