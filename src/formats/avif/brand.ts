/** The first brand of an AVIF, by which libvips recognises the file. */
import { hasText } from '../reader.ts';

/** Place of the first brand in `ftyp` (ISO/IEC 14496-12 section 4.3). */
const BRAND = 8;

/** Brands of still pictures that libvips looks for (`vips_foreign_load_heif_is_a`). */
const LOOKED_FOR = ['avif', 'mif1', 'msf1'];

/** The same file with `avif` for its first brand, where libvips does not know the one that it has. */
export function withKnownBrand(bytes: Uint8Array): Uint8Array {
  if (LOOKED_FOR.some((brand) => hasText(bytes, BRAND, brand))) return bytes;
  const copy = Buffer.from(bytes);
  copy.write('avif', BRAND, 'latin1');
  return copy;
}
