/** Reads the blocks of metadata of a JPEG, and puts such blocks into one. */
import type { Limits } from '../../core/limits.ts';
import { type Density, exifDensity, jfifDensity, squareDensity } from '../density.ts';
import type { MetadataBlocks } from '../metadata.ts';
import { hasText, Reader } from '../reader.ts';
import { MARKER, walkSegments } from './markers.ts';
import { iptcOf, iptcResource, PHOTOSHOP } from './photoshop.ts';
import { ProfileParts } from './profile.ts';

const EXIF = 'Exif\0\0';

/** XMP specification, part 3, section 1.1.3. */
const XMP = 'http://ns.adobe.com/xap/1.0/\0';

const ICC = 'ICC_PROFILE\0';

/** Bytes of a segment's payload at most: its length, 16 bits wide, counts itself. */
const MOST = 65_533;

/** The blocks of a file. Throws as `readHeader` does. */
export function readJpegBlocks(bytes: Uint8Array, limits: Limits): MetadataBlocks {
  const parts = new ProfileParts();
  let [exif, xmp, iptc]: (Uint8Array | undefined)[] = [];
  let jfif: Density | undefined;
  walkSegments(bytes, limits, ({ marker, payload }) => {
    if (marker === MARKER.APP2) parts.add(payload);
    else if (marker === MARKER.APP0 && hasText(payload, 0, 'JFIF\0')) jfif ??= jfifDensity(payload);
    else if (marker === MARKER.APP13 && hasText(payload, 0, PHOTOSHOP)) iptc ??= iptcOf(payload);
    else if (marker !== MARKER.APP1) return;
    else if (hasText(payload, 0, EXIF)) exif ??= payload.subarray(EXIF.length);
    else if (hasText(payload, 0, XMP)) xmp ??= payload.subarray(XMP.length);
  });
  const density = squareDensity((exif && exifDensity(exif, limits)) ?? jfif);
  return { icc: parts.join(), exif, xmp, iptc, density };
}

/** The file with these blocks behind its JFIF segment. XMP and IPTC that one segment does not hold, 64 KB, are left out. */
export function withJpegBlocks(
  bytes: Uint8Array,
  { icc, exif, xmp, iptc, density }: MetadataBlocks,
): Uint8Array {
  const reader = new Reader(bytes, 'big');
  const at = reader.u16(2) === 0xffe0 ? 4 + reader.u16(4) : 2;
  const resource = iptc && iptcResource(iptc);
  const segments = [
    ...(exif ? [segment(MARKER.APP1, EXIF, exif)] : []),
    ...(xmp && XMP.length + xmp.length <= MOST ? [segment(MARKER.APP1, XMP, xmp)] : []),
    ...(icc ? profileSegments(icc) : []),
    ...(resource && PHOTOSHOP.length + resource.length <= MOST
      ? [segment(MARKER.APP13, PHOTOSHOP, resource)]
      : []),
  ];
  const head = density === undefined ? bytes.subarray(0, at) : headOfDensity(density);
  return Buffer.concat([head, ...segments, bytes.subarray(at)]);
}

/** The start of a file with a JFIF segment (JFIF 1.02) of a density in pixels per inch. */
function headOfDensity(density: number): Uint8Array {
  const across = Math.min(65_535, Math.round(density));
  const data = Buffer.from([1, 2, 1, 0, 0, 0, 0, 0, 0]);
  data.writeUInt16BE(across, 3);
  data.writeUInt16BE(across, 5);
  return Buffer.concat([Uint8Array.of(0xff, 0xd8), segment(MARKER.APP0, 'JFIF\0', data)]);
}

/** ICC.1:2022, annex B.4: a profile takes as many segments as it needs, each with its number and their number. */
function profileSegments(icc: Uint8Array): Uint8Array[] {
  const each = MOST - ICC.length - 2;
  const count = Math.ceil(icc.length / each);
  return Array.from({ length: count }, (_, index) =>
    segment(
      MARKER.APP2,
      `${ICC}${String.fromCharCode(index + 1, count)}`,
      icc.subarray(index * each, (index + 1) * each),
    ),
  );
}

function segment(marker: number, name: string, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff00 | marker, 0);
  head.writeUInt16BE(2 + name.length + data.length, 2);
  return Buffer.concat([head, Buffer.from(name, 'latin1'), data]);
}
