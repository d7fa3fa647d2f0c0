/** Filters samples along the rows and then the columns, in f64; beyond the edges the nearest one counts. */
export function filterExactly(
  samples: Float64Array,
  { width, height, channels }: { readonly width: number; readonly height: number; readonly channels: number },
  weights: Float64Array,
): Float64Array {
  const radius = (weights.length - 1) / 2;
  const filter = (from: Float64Array, size: number, step: number) =>
    from.map((_, at) => {
      const place = Math.floor(at / step) % size;
      const first = at - place * step;
      return weights.reduce((sum, weight, tap) => {
        const other = Math.max(0, Math.min(size - 1, place + tap - radius));
        return sum + weight * (from[first + other * step] as number);
      }, 0);
    });
  return filter(filter(samples, width, channels), height, width * channels);
}
