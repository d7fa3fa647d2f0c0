/** Writes samples as people read them. */
import type { Samples } from '../deep/samples.ts';

/** One sample: levels as they are, floats with four digits. */
function writeSample(value: number, type: Samples['type']): string {
  return type === 'f32' ? String(Number(value.toPrecision(4))) : String(value);
}

/** The samples of the first pixel, with blanks between them. Opaque alpha of 8 bits is left out. */
export function writePixel({ data, channels, type }: Samples, at = 0): string[] {
  const pixel = Array.from(data.subarray(at * channels, (at + 1) * channels));
  if (type === 'u8' && channels === 4 && pixel[3] === 255) pixel.pop();
  return pixel.map((value) => writeSample(value, type));
}
