/** Pictures for load: grain, so that decoders and encoders have something to do. */
import sharp from 'sharp';

/** A JPEG of some size. */
export async function photo(width: number, height: number): Promise<Buffer> {
  const small = Uint8Array.from({ length: 256 * 256 * 3 }, (_, at) => (at * 2654435761) >>> 24);
  return sharp(small, { raw: { width: 256, height: 256, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 80 })
    .toBuffer();
}
