/** Matrix/TRC profiles as tables for the shader primaries.wgsl, with the same arithmetic. */
import { toEncoded } from '../../math/srgb.ts';
import type { ColorOf, ColorTable } from './color-table.ts';
import { readMatrixProfile } from './matrix.ts';

/** Light of white as an integer: 14 bits, as in lcms for 8-bit samples (`OptimizeMatrixShaper`). */
const WHITE = 2 ** 14;

/** Offsets in words of a table's parts: light by level of red, green and blue; the matrix; levels by light. */
const PLACES = { light: 0, matrix: 3 * 256, levels: 3 * 256 + 9 } as const;

/** Largest sum of a matrix row, so that its products with light fit 32 bits. */
const MOST_GAIN = 7;

/** The table of a matrix/TRC profile. Undefined for other kinds. */
export function tableOfPrimaries(profile: Uint8Array): ColorTable['words'] | undefined {
  const read = readMatrixProfile(profile);
  if (!read) return undefined;
  const { curves, matrix } = read;
  const gain = Math.max(...matrix.map((row) => row.reduce((sum, factor) => sum + Math.abs(factor), 0)));
  if (gain > MOST_GAIN) return undefined;
  const words = new Int32Array(PLACES.levels + WHITE / 4 + 1);
  curves.forEach((curve, channel) => {
    for (let level = 0; level < 256; level++) {
      words[PLACES.light + 256 * channel + level] = fixed(Math.min(1, Math.max(0, curve(level / 255) || 0)));
    }
  });
  words.set(matrix.flat().map(fixed), PLACES.matrix);
  const levels = new Uint8Array(words.buffer, 4 * PLACES.levels);
  for (let light = 0; light <= WHITE; light++) levels[light] = Math.round(255 * toEncoded(light / WHITE));
  return new Uint32Array(words.buffer);
}

function fixed(value: number): number {
  return Math.round(value * WHITE);
}

/** sRGB of red, green and blue, equal to wgsl/codecs/jpeg/decode/primaries.wgsl bit by bit. */
export const colorOfPrimaries: ColorOf = (table, samples) => {
  const numbers = new Int32Array(table.buffer);
  const numberAt = (at: number) => numbers[at] as number;
  const light = [0, 1, 2].map((channel) =>
    numberAt(PLACES.light + 256 * channel + (samples[channel] as number)),
  );
  const level = (channel: number) => {
    const row = PLACES.matrix + 3 * channel;
    const sum = light.reduce((total, value, at) => total + numberAt(row + at) * value, WHITE / 2);
    const at = Math.min(Math.max(sum >> 14, 0), WHITE);
    return (numberAt(PLACES.levels + (at >> 2)) >>> (8 * (at & 3))) & 255;
  };
  return [level(0), level(1), level(2)];
};
