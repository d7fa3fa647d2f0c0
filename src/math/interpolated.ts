/** Replaces slow functions by tables with linear interpolation. */

/** Intervals of a table. For a smooth function the error is about 1e-10 of its curvature. */
const INTERVALS = 65536;

/** A table of `exact` on 0..1 with linear interpolation. Outside, it calls `exact`. */
export function interpolated(exact: (value: number) => number): (value: number) => number {
  let table: Float64Array | undefined;
  return (value) => {
    if (!(value >= 0 && value <= 1)) return exact(value);
    table ??= Float64Array.from({ length: INTERVALS + 2 }, (_, index) => exact(index / INTERVALS));
    const position = value * INTERVALS;
    const index = Math.floor(position);
    const below = table[index] as number;
    return below + (position - index) * ((table[index + 1] as number) - below);
  };
}
