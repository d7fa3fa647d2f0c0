/** Runs point ops on blocks of colours in 32-bit SIMD, one plane of floats for each channel. */
import { colorChannels, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { type PixelType, SAMPLE_BYTES, viewSamples, WHITE } from '../../core/pixel.ts';
import { pickMask, takeMasks } from '../simd/masks.ts';
import type { Simd } from '../simd/simd.ts';
import { inChunks } from './chunks.ts';
import { type ColorMap, mapColors } from './colors.ts';
import type { SampleMap } from './sample-maps.ts';

/** Pixels of a block, and bytes from one plane to the next, as in assembly/colors.ts. */
export const BLOCK = 1024;
export const PLANE = 4160;

/** Changes red, green and blue of a block in place. Alpha is not touched. */
export type BlockMap = (planes: number, pixels: number) => void;

/** One op's change of colours on planes. */
export interface PlaneMap {
  /**
   * Largest magnitude of f32 samples that it takes, 4096 by default. Blocks with larger ones, NaN or infinities are
   * done in f64.
   */
  readonly reach?: number;
  /** Takes the memory that the op needs, and returns its change. */
  prepare(simd: Simd): BlockMap;
}

const REACH = 4096;

/**
 * Runs ops one after the other, each rounded to the pixel type, from pictures of one shape to those of another with
 * the same pixel type. `exact` does the same in f64.
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

/** Pixels whose samples fill a vector, if each has four. */
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

/** Views pixels in the SIMD memory as a picture of one row. */
function viewRow(simd: Simd, { channels, type }: Shape, at: number, pixels: number): Image {
  const data = viewSamples(type, simd.bytes.buffer, at, pixels * channels);
  return { width: pixels, height: 1, channels, type, space: 'srgb', data };
}
