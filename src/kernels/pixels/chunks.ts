import type { Samples } from '../../core/pixel.ts';
import { Simd } from '../simd/simd.ts';
import type { SampleMap } from './sample-maps.ts';

/** Works pixels that lie in the SIMD code's memory. */
export type ChunkMap = (from: number, pixels: number, to: number) => void;

/** Bytes that are worked at once: what they take stays in the processor's nearer caches. */
const CHUNK = 2 ** 16;

/** Samples as bytes, whatever they are. */
export function viewBytes({ buffer, byteOffset, byteLength }: Samples): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/**
 * A map of pixels of `step` bytes to pixels of `goal` bytes, chunk by chunk in the SIMD code's memory. Behind the
 * pixels of a chunk lie zeros for four more.
 */
export function inChunks(step: number, goal: number, prepare: (simd: Simd) => ChunkMap): SampleMap {
  const most = Math.floor(CHUNK / Math.max(step, goal) / 16) * 16;
  return (from, to, start, end) =>
    Simd.lend(function* (simd) {
      const [source, target] = [viewBytes(from), viewBytes(to)];
      const map = prepare(simd);
      const count = Math.min(most, end - start);
      const [pixels, results] = [simd.take((count + 4) * step), simd.take(count * goal)];
      for (let first = start; first < end; first += count) {
        const last = Math.min(end, first + count);
        const length = (last - first) * step;
        simd.bytes.set(source.subarray(first * step, last * step), pixels);
        simd.bytes.fill(0, pixels + length, pixels + length + 4 * step);
        map(pixels, last - first, results);
        target.set(simd.bytes.subarray(results, results + (last - first) * goal), first * goal);
        yield;
      }
    });
}
