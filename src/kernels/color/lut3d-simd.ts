/** Applies 3-D look-up tables in 32-bit SIMD. */
import { type Image, pixelCount } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { blockReader, blockWriter, eachBlockInTurns } from '../pixels/color-blocks.ts';
import { PLANE } from '../pixels/color-planes.ts';
import { Simd } from '../simd/simd.ts';
import type { Lut3d } from './lut3d.ts';
import type { LutOptions } from './lut3d-reference.ts';

/** Bytes that assembly/lut3d.ts needs. */
const ROOM = 224;

/** Does what `applyLutExactly` does, except for rounding. The table is copied to the SIMD memory first. */
export function* applyLut(
  input: Image,
  { size, colors }: Lut3d,
  { interpolation, strength }: LutOptions,
  output: Image,
): Work<void> {
  const white = WHITE[input.type];
  yield* Simd.lend(function* (simd) {
    const { code } = simd;
    const table = simd.take(colors.byteLength);
    const planes = simd.take(4 * PLANE);
    const room = simd.take(ROOM);
    const [read, write] = [blockReader(simd, input), blockWriter(simd, output)];
    simd.floats.set(colors, table / 4);
    const follow = interpolation === 'trilinear' ? code.lookUpTrilinear : code.lookUpTetrahedral;
    yield* eachBlockInTurns(pixelCount(input), (first, pixels) => {
      read(first, pixels, planes);
      follow(planes, pixels, table, size, (size - 1) / white, white * strength, 1 - strength, room);
      write(first, pixels, planes);
    });
  });
}
