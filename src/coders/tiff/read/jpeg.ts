/** Unpacks a strip or tile that is a JPEG of one component, as planes packed as JPEG are. */
import type { Extent } from '../../../core/image.ts';
import { corrupt } from '../../../formats/checks.ts';
import { readHeader } from '../../../formats/registry.ts';
import type { Coder, DecodeContext } from '../../coder.ts';

const START = 2;
const END = [0xff, 0xd9];

/**
 * The samples, with rows of exactly `width`. `tables` are those that all parts of the page share (tag JPEGTables), a
 * JPEG of nothing else. Throws as `Coder.decode`, and `corrupt-image` for a JPEG of another extent.
 */
export async function unpackJpeg(
  data: Uint8Array,
  tables: Uint8Array | undefined,
  { width, height }: Extent,
  { decode, context }: { readonly decode: NonNullable<Coder['decode']>; readonly context: DecodeContext },
): Promise<Uint8Array> {
  const file = tables ? Buffer.concat([withoutEnd(tables), data.subarray(START)]) : data;
  const header = readHeader(file, context.limits, context.reading);
  const isPlane = header.format === 'jpeg' && header.channels === 1 && header.type === 'u8';
  if (!isPlane || header.width !== width || header.height < height) {
    throw corrupt('A strip or tile of the picture holds a JPEG of another shape');
  }
  const { frames } = await decode(file, { ...header, orientation: 1, profile: 'none' }, context);
  return frames[0].data as Uint8Array;
}

function withoutEnd(tables: Uint8Array): Uint8Array {
  const ends = END.every((byte, index) => tables[tables.length - 2 + index] === byte);
  return ends ? tables.subarray(0, -2) : tables;
}
