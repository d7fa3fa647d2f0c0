/** Lays pictures with alpha on a background colour, in 32-bit SIMD. */
import type { Shape } from '../../core/image.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { inChunks } from '../pixels/chunks.ts';
import type { SampleMap } from '../pixels/sample-maps.ts';
import { packer, spreader } from '../simd/pixel-vectors.ts';

/** Pixels of a block. Their vectors stay in the processor's first cache. */
const BLOCK = 1024;

/**
 * Returns a map for integer pictures. `background` has red, green and blue in levels, all equal for a gray result.
 */
export function flattened(background: readonly number[], input: Shape, output: Shape): SampleMap {
  const { type } = input;
  const white = WHITE[type];
  const [step, goal] = [input, output].map(({ channels }) => channels * SAMPLE_BYTES[type]) as [
    number,
    number,
  ];
  return inChunks(step, goal, (simd) => {
    const [spread, pack] = [spreader(simd, input, 1 / white), packer(simd, output, white)];
    const [vectors, behind] = [simd.take(16 * BLOCK), simd.take(16)];
    const fractions = background.map((level) => level / white);
    simd.floats.set(fractions.slice(0, 3), behind / 4);
    return (from, pixels, to) => {
      for (let at = 0; at < pixels; at += BLOCK) {
        const count = Math.min(BLOCK, pixels - at);
        spread(from + at * step, count, vectors);
        simd.code.flattenPixels(vectors, count, behind);
        pack(vectors, count, to + at * goal);
      }
    };
  });
}
