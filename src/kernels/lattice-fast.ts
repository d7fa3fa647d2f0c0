import type { ColorMap } from './colors.ts';
import type { Lattice } from './lattice.ts';
import type { Following } from './lattice-exact.ts';

/** The same as `followExactly` but for roundings, without a loop inside. */
export function followFast(lattice: Lattice, following: Following, white: number): ColorMap {
  return following.interpolation === 'trilinear'
    ? followTrilinear(lattice, following, white)
    : followTetrahedral(lattice, following, white);
}

function followTetrahedral(
  { size, colors: table }: Lattice,
  { strength }: Following,
  white: number,
): ColorMap {
  const last = size - 1;
  const [scale, redStep, greenStep, blueStep] = [last / white, 3, 3 * size, 3 * size * size];
  const full = white * strength;
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const red = placeOf(colors[at] as number, scale, last);
      const green = placeOf(colors[at + 1] as number, scale, last);
      const blue = placeOf(colors[at + 2] as number, scale, last);
      const [redCell, greenCell, blueCell] = [cellOf(red, last), cellOf(green, last), cellOf(blue, last)];
      const [r, g, b] = [red - redCell, green - greenCell, blue - blueCell];
      // Shares from the largest to the smallest, and the corners behind the first and the second step.
      let [high, middle, low] = [r, g, b];
      let [one, two] = [redStep, redStep + greenStep];
      if (r >= g) {
        if (b > r) {
          [high, middle, low] = [b, r, g];
          [one, two] = [blueStep, blueStep + redStep];
        } else if (b > g) {
          [middle, low] = [b, g];
          two = redStep + blueStep;
        }
      } else if (b > g) {
        [high, middle, low] = [b, g, r];
        [one, two] = [blueStep, blueStep + greenStep];
      } else if (b > r) {
        [high, middle, low] = [g, b, r];
        [one, two] = [greenStep, greenStep + blueStep];
      } else {
        [high, middle] = [g, r];
        one = greenStep;
      }
      const dark = redCell * redStep + greenCell * greenStep + blueCell * blueStep;
      const bright = dark + redStep + greenStep + blueStep;
      for (let channel = 0; channel < 3; channel++) {
        const looked =
          (1 - high) * (table[dark + channel] as number) +
          (high - middle) * (table[dark + one + channel] as number) +
          (middle - low) * (table[dark + two + channel] as number) +
          low * (table[bright + channel] as number);
        colors[at + channel] = full * looked + restOf(colors[at + channel] as number, strength);
      }
    }
  };
}

function followTrilinear({ size, colors: table }: Lattice, { strength }: Following, white: number): ColorMap {
  const last = size - 1;
  const [scale, greenStep, blueStep] = [last / white, 3 * size, 3 * size * size];
  const full = white * strength;
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const red = placeOf(colors[at] as number, scale, last);
      const green = placeOf(colors[at + 1] as number, scale, last);
      const blue = placeOf(colors[at + 2] as number, scale, last);
      const [redCell, greenCell, blueCell] = [cellOf(red, last), cellOf(green, last), cellOf(blue, last)];
      const [r, g, b] = [red - redCell, green - greenCell, blue - blueCell];
      const corner = redCell * 3 + greenCell * greenStep + blueCell * blueStep;
      for (let channel = 0; channel < 3; channel++) {
        const place = corner + channel;
        const dark = (1 - g) * alongRed(table, place, r) + g * alongRed(table, place + greenStep, r);
        const bright =
          (1 - g) * alongRed(table, place + blueStep, r) +
          g * alongRed(table, place + greenStep + blueStep, r);
        const looked = (1 - b) * dark + b * bright;
        colors[at + channel] = full * looked + restOf(colors[at + channel] as number, strength);
      }
    }
  };
}

function alongRed(table: Float32Array, at: number, share: number): number {
  return (1 - share) * (table[at] as number) + share * (table[at + 3] as number);
}

/** Steps from the table's first colour; NaN is not above 0. */
function placeOf(sample: number, scale: number, last: number): number {
  if (!(sample > 0)) return 0;
  const place = sample * scale;
  return Math.min(place, last);
}

function cellOf(place: number, last: number): number {
  return place < last ? place | 0 : last - 1;
}

/** What stays of the sample as it was. */
function restOf(sample: number, strength: number): number {
  return strength < 1 && !Number.isNaN(sample) ? (1 - strength) * sample : 0;
}
