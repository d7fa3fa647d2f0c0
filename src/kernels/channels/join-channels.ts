/** Appends the channels of one picture to those of another, bit for bit. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { pickMask, pixelsInVector, takeMasks } from '../simd/masks.ts';
import { Simd } from '../simd/simd.ts';

/** Pixels that are joined at once. */
const CHUNK = 2 ** 12;

/** Both pictures have the same extent and pixel type. */
export function* joinChannels(one: Image, other: Image, output: Image): Work<void> {
  const size = SAMPLE_BYTES[output.type];
  const [step, otherStep, goal] = [one, other, output].map(({ channels }) => channels * size) as [
    number,
    number,
    number,
  ];
  const count = pixelsInVector(goal);
  const channels = Array.from({ length: output.channels }, (_, channel) => channel);
  const own = channels.map((channel) => (channel < one.channels ? channel : undefined));
  const added = channels.map((channel) => (channel < one.channels ? undefined : channel - one.channels));
  const [first, second, to] = [one, other, output].map(({ data }) => viewBytes(data)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const pixels = output.width * output.height;
  yield* Simd.lend(function* (simd) {
    const masks = takeMasks(
      simd,
      pickMask(own, one.channels, size, count),
      pickMask(added, other.channels, size, count),
    );
    const [from, others, results] = [step, otherStep, goal].map((bytes) => simd.take(CHUNK * bytes)) as [
      number,
      number,
      number,
    ];
    for (let start = 0; start < pixels; start += CHUNK) {
      const end = Math.min(pixels, start + CHUNK);
      simd.bytes.set(first.subarray(start * step, end * step), from);
      simd.bytes.set(second.subarray(start * otherStep, end * otherStep), others);
      simd.code.mergePixels(from, step, others, otherStep, end - start, count, masks, results, goal);
      to.set(simd.bytes.subarray(results, results + (end - start) * goal), start * goal);
      yield;
    }
  });
}
