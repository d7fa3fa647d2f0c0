/** Runs SIMD code over a picture in chunks that fit its memory. */
import type { Samples } from '../../core/pixel.ts';
import { Simd } from '../simd/simd.ts';
import type { SampleMap } from './sample-maps.ts';

/** Maps pixels that lie in the SIMD memory to another place there. */
export type ChunkMap = (from: number, pixels: number, to: number) => void;

/** Bytes of a chunk. Source and result stay in the processor's nearer caches. */
const CHUNK = 2 ** 16;

/** Views samples of any type as bytes. */
export function viewBytes({ buffer, byteOffset, byteLength }: Samples): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/**
 * Returns a map from pixels of `step` bytes to pixels of `goal` bytes. Zeros for four more pixels follow each chunk.
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
