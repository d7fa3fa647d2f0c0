import type { LineFilter } from '../math/gaussian.ts';
import { weightedSum } from './weighted-sum.ts';

/**
 * Runs filters along a line, one after the other; beyond the ends its first and last pixel count. The
 * result is overwritten by the next one.
 */
export function acrossLines(
  filters: readonly LineFilter[],
  channels: number,
): (line: Float64Array) => Float64Array {
  const steps = filters.map((filter) => stepAcross(filter, channels));
  return (line) => {
    let current = line;
    for (const step of steps) current = step(current);
    return current;
  };
}

function stepAcross(filter: LineFilter, channels: number): (line: Float64Array) => Float64Array {
  const { inSize, outSize, phases, stride, taps, starts } = filter;
  const before = Math.max(0, -starts.reduce((least, start) => Math.min(least, start)));
  const most = starts.reduce((largest, start) => Math.max(largest, start));
  const end = Math.floor((outSize - 1) / phases) * stride + most + taps;
  const pixels = Math.ceil((before + Math.max(inSize, end)) / stride) * stride;
  const room = new Float64Array(pixels * channels);
  const dealt = stride > 1 ? new Float64Array(room.length) : room;
  const to = new Float64Array(outSize * channels);
  const of = phases > 1 ? new Float64Array(Math.ceil(outSize / phases) * channels) : to;
  return (line) => {
    surround(line, room, before, channels);
    if (stride > 1) deal(room, dealt, stride, channels);
    for (let phase = 0; phase < Math.min(phases, outSize); phase++) {
      sumPhase(dealt, filter, before, phase, channels, of);
      if (phases > 1) spread(of, to, phase, phases, channels);
    }
    return to;
  };
}

/** Makes the pixels of one phase, all at once. The line has been dealt out for the filter's stride. */
function sumPhase(
  dealt: Float64Array,
  { stride, taps, starts, weights }: LineFilter,
  before: number,
  phase: number,
  channels: number,
  to: Float64Array,
): void {
  const start = before + (starts[phase] as number);
  const hand = dealt.length / stride;
  const offsets = Array.from({ length: taps }, (_, tap) => {
    const pixel = start + tap;
    return (pixel % stride) * hand + Math.floor(pixel / stride) * channels;
  });
  weightedSum(dealt, offsets, Array.from(weights.subarray(phase * taps, (phase + 1) * taps)), to);
}

/** Puts the pixels of each remainder by the stride side by side. */
function deal(from: Float64Array, to: Float64Array, stride: number, channels: number): void {
  let at = 0;
  for (let first = 0; first < stride; first++) {
    for (let pixel = first * channels; pixel < from.length; pixel += stride * channels) {
      for (let channel = 0; channel < channels; channel++) to[at++] = from[pixel + channel] as number;
    }
  }
}

/** Puts the pixels of a phase in their places. */
function spread(from: Float64Array, to: Float64Array, phase: number, phases: number, channels: number): void {
  let at = 0;
  for (let pixel = phase * channels; pixel < to.length; pixel += phases * channels) {
    for (let channel = 0; channel < channels; channel++) to[pixel + channel] = from[at++] as number;
  }
}

/** Copies a line with its first and last pixel repeated around it. */
function surround(line: Float64Array, room: Float64Array, before: number, channels: number): void {
  const first = before * channels;
  room.set(line, first);
  for (let at = first - 1; at >= 0; at--) room[at] = room[at + channels] as number;
  for (let at = first + line.length; at < room.length; at++) room[at] = room[at - channels] as number;
}
