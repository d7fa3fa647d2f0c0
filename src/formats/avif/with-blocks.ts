/** Puts blocks of metadata into an AVIF that libheif wrote: a property for the profile, items for EXIF and XMP. */
import type { Limits } from '../../core/limits.ts';
import type { MetadataBlocks } from '../metadata.ts';
import { type Box, boxOf, shorts, words } from './bmff.ts';
import { readAvifItems } from './items.ts';
import { type Location, locationBox, readLocations } from './locations.ts';
import { FLAGS, type Meta, readMeta } from './metadata.ts';

/** An item to add, with its data. */
interface NewItem {
  readonly id: number;
  readonly entry: Uint8Array;
  readonly data: Uint8Array;
}

/** The file with these blocks. Throws an error for a file of another layout than our encoder's. */
export function withAvifBlocks(bytes: Uint8Array, blocks: MetadataBlocks, limits: Limits): Uint8Array {
  const found = readMeta(bytes, limits);
  if (!found) throw new Error('the encoded AVIF has no description');
  const { primary } = readAvifItems(found.reader, limits);
  const added = newItems(found, blocks);
  const draft = writeMeta(found, { added, primary, icc: blocks.icc, move: 0 }, limits);
  const before = found.meta.start - 8;
  const move = draft.length - (found.meta.end - before);
  const meta = writeMeta(found, { added, primary, icc: blocks.icc, move }, limits);
  const data = added.length > 0 ? boxOf('mdat', ...added.map((item) => item.data)) : Buffer.alloc(0);
  return Buffer.concat([bytes.subarray(0, before), meta, bytes.subarray(found.meta.end), data]);
}

function newItems({ items }: Meta, { exif, xmp }: MetadataBlocks): NewItem[] {
  const next = Math.max(0, ...items.map(({ id }) => id)) + 1;
  // The offset of the TIFF header comes before EXIF.
  const drafts = [
    ...(exif ? [{ type: 'Exif\0', data: Buffer.concat([Buffer.alloc(4), exif]) }] : []),
    ...(xmp ? [{ type: 'mime\0application/rdf+xml\0', data: xmp }] : []),
  ];
  return drafts.map(({ type, data }, index) => {
    const id = next + index;
    // Version 2, hidden from lists of pictures; no protection.
    const entry = boxOf('infe', words(0x02000001), shorts(id, 0), Buffer.from(type, 'latin1'));
    return { id, entry, data };
  });
}

interface Changes {
  readonly added: readonly NewItem[];
  readonly primary: number;
  readonly icc: Uint8Array | undefined;
  /** Bytes by which everything behind the box moves. */
  readonly move: number;
}

/** The box `meta` with the new items and the property. */
function writeMeta({ reader, meta, parts }: Meta, changes: Changes, limits: Limits): Uint8Array {
  const { added, primary, icc, move } = changes;
  const whole = ({ start, end }: Box) => reader.bytes.subarray(start, end);
  const written = parts.map((part) => {
    if (part.type === 'iinf') return appendEntries(whole(part), added);
    if (part.type === 'iprp' && icc) return withProfile(whole(part), icc, primary);
    if (part.type === 'iref' && added.length > 0) {
      return boxOf('iref', whole(part), ...references(added, primary));
    }
    if (part.type !== 'iloc') return boxOf(part.type, whole(part));
    const moved = readLocations(reader, part, limits).items.map(
      (item): Location => ({
        ...item,
        extents: item.extents.map(({ offset, length }) => ({
          offset: item.construction === 0 && offset >= meta.end ? offset + move : offset,
          length,
        })),
      }),
    );
    // Behind the file as it was, and the head of the new box of data.
    let at = reader.length + move + 8;
    const places = added.map(({ id, data: { length } }): Location => {
      const extents = [{ offset: at, length }];
      at += length;
      return { id, construction: 0, extents };
    });
    return locationBox([...moved, ...places]);
  });
  const hasReferences = parts.some(({ type }) => type === 'iref');
  if (!hasReferences && added.length > 0)
    written.push(boxOf('iref', words(0), ...references(added, primary)));
  return boxOf('meta', reader.bytes.subarray(meta.start, meta.start + FLAGS), ...written);
}

/** A list of items of version 0, whose number is 2 bytes wide, with more of them. */
function appendEntries(content: Uint8Array, added: readonly NewItem[]): Uint8Array {
  const list = Buffer.from(content);
  if (list[0] !== 0) throw new Error('the encoded AVIF has a long list of items');
  list.writeUInt16BE(list.readUInt16BE(FLAGS) + added.length, FLAGS);
  return boxOf('iinf', list, ...added.map(({ entry }) => entry));
}

/** The metadata describe the picture. */
function references(added: readonly NewItem[], primary: number): Uint8Array[] {
  return added.map(({ id }) => boxOf('cdsc', shorts(id, 1, primary)));
}

/** The properties with the profile as one more of the primary picture, which need not be understood. */
function withProfile(content: Uint8Array, icc: Uint8Array, primary: number): Uint8Array {
  const bytes = Buffer.from(content);
  const length = bytes.readUInt32BE(0);
  const [list, links] = [bytes.subarray(8, length), bytes.subarray(length)];
  if (bytes.toString('latin1', 4, 8) !== 'ipco' || links.toString('latin1', 4, 8) !== 'ipma') {
    throw new Error('the encoded AVIF has properties in an unknown order');
  }
  let number = 1;
  for (let at = 0; at < list.length; at += list.readUInt32BE(at)) number++;
  const properties = boxOf('ipco', list, boxOf('colr', Buffer.from('prof', 'latin1'), icc));
  return boxOf('iprp', properties, boxOf('ipma', withLink(links.subarray(8), number, primary)));
}

/** The associations of version 0, of one byte each, with one more for an item. */
function withLink(content: Buffer, property: number, item: number): Uint8Array {
  if (content.readUInt32BE(0) !== 0 || property > 127)
    throw new Error('the encoded AVIF has wide properties');
  const count = content.readUInt32BE(4);
  let at = 8;
  for (let index = 0; index < count; index++) {
    const [id, own] = [content.readUInt16BE(at), content.readUInt8(at + 2)];
    at += 3 + own;
    if (id !== item) continue;
    const copy = Buffer.concat([content.subarray(0, at), Buffer.of(property), content.subarray(at)]);
    copy[at - own - 1] = own + 1;
    return copy;
  }
  throw new Error('the encoded AVIF has a picture without properties');
}
