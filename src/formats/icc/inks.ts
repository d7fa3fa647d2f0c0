import type { ColorOf, ColorTable } from './color-table.ts';

/** Nodes that lcms resamples profiles of four inks to (`_cmsReasonableGridpointsByColorspace`), so none are lost. */
export const INK_NODES = 17;

const CELLS = INK_NODES - 1;

/** How far apart nodes are along each axis. */
const STRIDES = [INK_NODES ** 3, INK_NODES ** 2, INK_NODES, 1] as const;

/** Inks of 16 bits at all nodes, in the order of a table. */
export function inksAtNodes(): Uint16Array {
  const inks = new Uint16Array(4 * INK_NODES ** 4);
  for (let at = 0; at < inks.length; at++) {
    const node = Math.floor(Math.floor(at / 4) / (STRIDES[at % 4] as number)) % INK_NODES;
    inks[at] = Math.round((node * 65_535) / CELLS);
  }
  return inks;
}

/**
 * The table of their RGB samples: black fastest and cyan slowest, red in the lowest byte of a word, green and blue
 * above it.
 */
export function tableOfInks(samples: Uint8Array): ColorTable['words'] {
  const level = (at: number) => samples[at] as number;
  return Uint32Array.from({ length: INK_NODES ** 4 }, (_, node) => {
    return level(3 * node) | (level(3 * node + 1) << 8) | (level(3 * node + 2) << 16);
  });
}

/** RGB of inks of 8 bits, as wgsl/codecs/jpeg/decode/inks.wgsl has it bit by bit. */
export const colorOfInks: ColorOf = (table, inks) => {
  const [red, green, blue] = sumsOfInks(table, inks, 255);
  const level = (sum: number) => Math.floor((sum + 32_512) / 65_025);
  return [level(red), level(green), level(blue)];
};

/** RGB of inks from 0 to `white`, from 0 to 255 and not rounded. */
export function mixInks(table: ColorTable['words'], inks: ArrayLike<number>, white: number): number[] {
  return sumsOfInks(table, inks, white).map((sum) => sum / white ** 2);
}

/**
 * The levels of a table, each weighed by how near it is: the weights sum to the square of `white`. Between nodes as in
 * lcms: by tetrahedra in magenta, yellow and black, and linearly in cyan.
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
