/** The median of 3x3 and 5x5 windows by sorting networks, in SIMD. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { nearest } from '../pixels/edges.ts';
import { Simd } from '../simd/simd.ts';
import { sortableRows } from './sortable-rows.ts';

/** The window sizes that have a network. */
export type NetworkSize = 3 | 5;

/** Compares whole vectors of samples at once. */
export function* medianBySortingNetwork(input: Image, size: NetworkSize, output: Image): Work<void> {
  const { width, height, channels, type } = input;
  const reach = size >> 1;
  const sample = SAMPLE_BYTES[type];
  yield* Simd.lend(function* (simd) {
    const { code } = simd;
    const { length, load, store } = sortableRows(simd, input, output, { raised: 0, turned: 0 });
    const step = channels * sample;
    const margin = reach * step;
    // Whole vectors are written behind a row.
    const stride = Math.ceil((length + 2 * margin) / 64 + 1) * 64;
    const ring = simd.take(size * stride);
    const room = simd.take(code.networkRoom());
    const result = simd.take(length);
    const network = size === 3 ? code.medianOfNine : code.medianOf25;
    const loadRow = (y: number) => {
      const at = ring + ((y + size) % size) * stride + margin;
      load(nearest(y, height), at);
      for (let pixel = 1; pixel <= reach; pixel++) {
        simd.bytes.copyWithin(at - pixel * step, at, at + step);
        simd.bytes.copyWithin(at + length + (pixel - 1) * step, at + length - step, at + length);
      }
    };
    for (let y = -reach; y < reach; y++) loadRow(y);
    const band = rowsPerYield(width);
    for (let y = 0; y < height; y++) {
      if (y % band === 0) yield;
      loadRow(y + reach);
      network(ring, stride, step, length, sample, room, result);
      store(result, y);
    }
  });
}
