import type { Image } from '../core/image.ts';
import { TAG } from './tiff-data.ts';

const SHORT = 3;
const LONG = 4;

/** SampleFormat: IEEE floating point (TIFF 6.0 section 19). */
const IEEE = 3;

/** ExtraSamples: unassociated alpha, which is not premultiplied (TIFF 6.0 section 18). */
const EXTRA_SAMPLES = 338;
const STRAIGHT_ALPHA = 2;

/**
 * Writes an f32 picture of 1 to 4 channels as TIFF 6.0: little-endian, one strip, not packed. Every bit
 * of every sample is kept.
 */
export function encodeFloatTiff({ width, height, channels, data }: Image): Uint8Array {
  const perSample = (value: number) => Array<number>(channels).fill(value);
  const hasAlpha = channels === 2 || channels === 4;
  // Directory entries must stand in ascending order of their tags (TIFF 6.0 section 2).
  const fields: [tag: number, type: number, values: number[]][] = [
    [TAG.width, LONG, [width]],
    [TAG.height, LONG, [height]],
    [TAG.bitsPerSample, SHORT, perSample(32)],
    [TAG.compression, SHORT, [1]],
    [TAG.photometric, SHORT, [channels < 3 ? 1 : 2]],
    [TAG.stripOffsets, LONG, [0]],
    [TAG.samplesPerPixel, SHORT, [channels]],
    [TAG.rowsPerStrip, LONG, [height]],
    [TAG.stripByteCounts, LONG, [data.byteLength]],
    ...(hasAlpha ? [[EXTRA_SAMPLES, SHORT, [STRAIGHT_ALPHA]] as [number, number, number[]]] : []),
    [TAG.sampleFormat, SHORT, perSample(IEEE)],
  ];
  const spill = 8 + 2 + fields.length * 12 + 4;
  // Two fields of at most 8 bytes do not fit into their entries; this also aligns the samples to 8.
  const start = Math.ceil((spill + 16) / 8) * 8;
  const file = new Uint8Array(start + data.byteLength);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, fields.length, true);
  let free = spill;
  fields.forEach(([tag, type, values], index) => {
    const at = 10 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, values.length, true);
    if (type === LONG) view.setUint32(at + 8, tag === TAG.stripOffsets ? start : (values[0] ?? 0), true);
    else {
      const inline = values.length <= 2;
      if (!inline) view.setUint32(at + 8, free, true);
      values.forEach((value, place) => {
        view.setUint16((inline ? at + 8 : free) + place * 2, value, true);
      });
      if (!inline) free += 8;
    }
  });
  // Every machine that Node runs WebGPU on is little-endian.
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return file;
}
