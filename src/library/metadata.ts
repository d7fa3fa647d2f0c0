/** Metadata of a picture's file, under the names of sharp's `metadata()`. Decodes nothing. */
import type { Extent } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Channels, PixelType } from '../core/pixel.ts';
import { imageOf } from '../engine/inputs.ts';
import type { Source } from '../engine/job.ts';
import { bytesOf } from '../engine/source-bytes.ts';
import { UNKNOWN_DENSITY } from '../formats/density.ts';
import type { Facts } from '../formats/facts.ts';
import type { FormatName, Header } from '../formats/format.ts';
import type { Reading } from '../formats/input.ts';
import { uprightExtent } from '../formats/orientation.ts';
import { FORMATS, readHeader } from '../formats/registry.ts';

/** Facts of a picture's file, under sharp's names. */
export interface Metadata extends Extent {
  /** `raw` for pixels in memory. */
  readonly format: FormatName | 'raw';
  /** Bytes of the file, or of the samples. */
  readonly size: number;
  /** Width and height in pixels of the upright picture. `width` and `height` are the stored ones. */
  readonly autoOrient: Extent;
  /** The colour space as stored, by libvips' names: `srgb`, `b-w`, `rgb16`, `grey16`, `scrgb` for floats, or `cmyk`. */
  readonly space: 'srgb' | 'b-w' | 'rgb16' | 'grey16' | 'scrgb' | 'cmyk';
  /** Stored channels: 1 for gray, 3 for colours, 4 for inks, and one more with alpha. */
  readonly channels: number;
  /** A sample's type by libvips' names: 8 bits, 16 bits, or a float of 32 bits. */
  readonly depth: 'uchar' | 'ushort' | 'float';
  /** The type by Noir's names. */
  readonly type: PixelType;
  /** Pixels per inch, rounded. Absent when the file names none; sharp then says 72. */
  readonly density?: number;
  /** EXIF orientation, 1 to 8. 1 when the file names none. */
  readonly orientation: number;
  /** Pages of a file, or frames of an animation. */
  readonly pages: number;
  /** Milliseconds for which each frame of an animation is shown. */
  readonly delay?: readonly number[];
  /** How many times an animation is played; 0 for ever. */
  readonly loop?: number;
  /** Whether the last channel is alpha. */
  readonly hasAlpha: boolean;
  /** Whether the file has a colour profile (ICC). */
  readonly hasProfile: boolean;
  /** The name of the colour profile, such as `Display P3`. Absent when the file has none that can be read. */
  readonly profileName?: string;
  /** Whether the file has EXIF. */
  readonly hasExif: boolean;
}

const NOTHING: Facts = { hasProfile: false, hasExif: false };

/**
 * Reads the metadata. Throws the errors of reading a header: for a file that is no picture, is damaged, or exceeds a
 * limit.
 */
export async function readMetadata(source: Source, limits: Limits, reading: Reading): Promise<Metadata> {
  if (source.kind === 'samples') {
    const { width, height, channels, type, data } = imageOf(source);
    const header = { width, height, channels, type, orientation: 1 };
    return describe(header, { facts: NOTHING, format: 'raw', size: data.byteLength });
  }
  const bytes = await bytesOf(source);
  const header = readHeader(bytes, limits, reading);
  const { format } = header;
  const facts = FORMATS[format].facts?.(bytes, limits, reading) ?? NOTHING;
  return describe(header, { facts, format, size: bytes.length });
}

type Described = Pick<Header, 'width' | 'height' | 'channels' | 'type' | 'orientation' | 'frames'>;

function describe(
  header: Described,
  { facts, format, size }: { readonly facts: Facts } & Pick<Metadata, 'format' | 'size'>,
): Metadata {
  const { width, height, channels, type, orientation, frames } = header;
  const { density, hasProfile, profileName, hasExif, isCmyk = false } = facts;
  const hasAlpha = channels === 2 || channels === 4;
  return {
    ...{ format, size, width, height },
    autoOrient: uprightExtent({ width, height }, orientation),
    space: isCmyk ? 'cmyk' : spaceOf(channels, type),
    channels: isCmyk ? channels + 1 : channels,
    depth: ({ u8: 'uchar', u16: 'ushort', f32: 'float' } as const)[type],
    type,
    ...(density !== undefined && density > UNKNOWN_DENSITY && { density: Math.round(density) }),
    orientation,
    pages: frames?.count ?? 1,
    ...(frames?.delays && { delay: frames.delays, loop: frames.loop ?? 0 }),
    ...{ hasAlpha, hasProfile, hasExif },
    ...(profileName !== undefined && { profileName }),
  };
}

function spaceOf(channels: Channels, type: PixelType): Metadata['space'] {
  const gray = channels < 3;
  if (type === 'u16') return gray ? 'grey16' : 'rgb16';
  if (gray) return 'b-w';
  return type === 'f32' ? 'scrgb' : 'srgb';
}
