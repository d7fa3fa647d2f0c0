/** CMYK to RGB by a grid of colours, with the same arithmetic as the shader inks.wgsl. */
import type { ColorOf, ColorTable } from './color-table.ts';

/** Nodes per axis: lcms resamples CMYK profiles to as many (`_cmsReasonableGridpointsByColorspace`). */
export const INK_NODES = 17;

const CELLS = INK_NODES - 1;

/** Distance between nodes along each axis. */
const STRIDES = [INK_NODES ** 3, INK_NODES ** 2, INK_NODES, 1] as const;

/** 16-bit inks at all nodes, in table order. */
export function inksAtNodes(): Uint16Array {
  const inks = new Uint16Array(4 * INK_NODES ** 4);
  for (let at = 0; at < inks.length; at++) {
    const node = Math.floor(Math.floor(at / 4) / (STRIDES[at % 4] as number)) % INK_NODES;
    inks[at] = Math.round((node * 65_535) / CELLS);
  }
  return inks;
}

/**
 * A table of the nodes' RGB samples: black varies fastest, cyan slowest. A word has red in its lowest byte, then
 * green and blue.
 */
export function tableOfInks(samples: Uint8Array): ColorTable['words'] {
  const level = (at: number) => samples[at] as number;
  return Uint32Array.from({ length: INK_NODES ** 4 }, (_, node) => {
    return level(3 * node) | (level(3 * node + 1) << 8) | (level(3 * node + 2) << 16);
  });
}

/** RGB of 8-bit inks, equal to wgsl/codecs/jpeg/decode/inks.wgsl bit by bit. */
export const colorOfInks: ColorOf = (table, inks) => {
  const [red, green, blue] = sumsOfInks(table, inks, 255);
  const level = (sum: number) => Math.floor((sum + 32_512) / 65_025);
  return [level(red), level(green), level(blue)];
};

/** RGB from 0 to 255, not rounded, of inks from 0 to `white`. */
export function mixInks(table: ColorTable['words'], inks: ArrayLike<number>, white: number): number[] {
  return sumsOfInks(table, inks, white).map((sum) => sum / white ** 2);
}

/**
 * Weighted sums of the surrounding nodes' levels; the weights sum to the square of `white`. Interpolates like lcms:
 * tetrahedral in magenta, yellow and black, linear in cyan.
 */
function sumsOfInks(
  table: ColorTable['words'],
  inks: ArrayLike<number>,
  white: number,
): [number, number, number] {
  const axes = STRIDES.map((stride, axis) => {
    const scaled = (inks[axis] as number) * CELLS;
    const cell = Math.min(Math.floor(scaled / white), CELLS - 1);
    return { stride, cell, part: scaled - white * cell };
  });
  const node = axes.reduce((sum, { stride, cell }) => sum + stride * cell, 0);
  const [cyan, ...others] = axes as [(typeof axes)[0], ...typeof axes];
  const steps = others.sort((one, other) => other.part - one.part);
  const between = (first: number, shift: number) => {
    let [at, before, sum] = [first, white, 0];
    for (const { stride, part } of steps) {
      sum += (before - part) * levelAt(table, at, shift);
      [at, before] = [at + stride, part];
    }
    return sum + before * levelAt(table, at, shift);
  };
  const mixed = (shift: number) => {
    const [low, high] = [between(node, shift), between(node + cyan.stride, shift)];
    return (white - cyan.part) * low + cyan.part * high;
  };
  return [mixed(0), mixed(8), mixed(16)];
}

function levelAt(table: ColorTable['words'], node: number, shift: number): number {
  return ((table[node] as number) >> shift) & 255;
}
