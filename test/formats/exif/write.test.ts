// EXIF that is written anew: of sound blocks, of both byte orders, and of hostile ones.
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readExifFields } from '../../../src/formats/exif/fields.ts';
import { fieldsFor, writeExif } from '../../../src/formats/exif/write.ts';
import { readOrientation } from '../../../src/formats/exif.ts';

const extent = { width: 7, height: 5 };
const wishes = { everything: false, extent };

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The value itself, or an offset. */
  readonly value: number;
}

/** A block with one directory, in big-endian order, and bytes behind it. */
function block(entries: readonly Entry[], behind: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.alloc(8 + 2 + 12 * entries.length + 4);
  bytes.write('MM\0*', 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(entries.length, 8);
  for (const [index, { tag, type, count, value }] of entries.entries()) {
    const at = 10 + 12 * index;
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt32BE(count, at + 4);
    bytes.writeUInt32BE(value, at + 8);
  }
  return Buffer.concat([bytes, behind]);
}

const rewritten = (bytes: Uint8Array, everything = false) => {
  const fields = fieldsFor(bytes, { everything, extent });
  return fields && Buffer.from(writeExif(fields));
};

it('is upright, and reads the same after it was written once more', async () => {
  const file = await sharp({ create: { ...extent, channels: 3, background: 'red' } })
    .withMetadata({ orientation: 8 })
    .withExifMerge({
      IFD0: { Artist: 'me', Copyright: 'mine' },
      IFD2: { ExposureTime: '1/100', LensModel: 'long enough to lie elsewhere' },
      IFD3: { GPSMapDatum: 'somewhere' },
    })
    .jpeg()
    .toBuffer();
  const { exif = Buffer.alloc(0) } = await sharp(file).metadata();
  expect(readOrientation(exif)).toBe(8);
  const once = rewritten(exif) as Buffer;
  expect(readOrientation(once)).toBe(1);
  for (const text of ['me', 'mine', 'long enough to lie elsewhere']) expect(once.includes(text)).toBe(true);
  expect(once.includes('somewhere')).toBe(false);
  expect(rewritten(exif, true)?.includes('somewhere')).toBe(true);
  expect(rewritten(once)).toEqual(once);
});

it('leaves the bytes that it reads as they are', () => {
  const bytes = block(
    [
      { tag: 274, type: 3, count: 1, value: 6 << 16 },
      { tag: 282, type: 5, count: 1, value: 38 },
    ],
    Buffer.from([0, 0, 0, 240, 0, 0, 0, 1]),
  );
  const before = Buffer.from(bytes);
  const first = rewritten(bytes);
  expect(bytes).toEqual(before);
  expect(rewritten(bytes)).toEqual(first);
});

it('turns numbers of the other byte order around', () => {
  // A resolution of 300/1, an artist, and the unit of the resolution.
  const values = Buffer.from([0, 0, 1, 44, 0, 0, 0, 1, ...Buffer.from('Jo Jonson\0')]);
  const at = 8 + 2 + 36 + 4;
  const entries = [
    { tag: 0x011a, type: 5, count: 1, value: at },
    { tag: 0x0128, type: 3, count: 1, value: 2 << 16 },
    { tag: 0x013b, type: 2, count: 10, value: at + 8 },
  ];
  const { main = [] } = readExifFields(rewritten(block(entries, values)) as Buffer) ?? {};
  const bytes = Object.fromEntries(main.map(({ tag, data }) => [tag, [...data]]));
  expect(bytes[0x011a]).toEqual([44, 1, 0, 0, 1, 0, 0, 0]);
  expect(bytes[0x0128]).toEqual([2, 0]);
  expect(Buffer.from(bytes[0x013b] ?? []).toString()).toBe('Jo Jonson\0');
});

it('turns the characters of a comment around with the numbers', () => {
  const text = Buffer.from('h\u00e9llo', 'utf16le');
  const comment = (words: Buffer) => Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), words]);
  const stored = comment(Buffer.from(text).swap16());
  // A directory with the comment behind the first one, and behind that its bytes.
  const photo = Buffer.alloc(18);
  photo.writeUInt16BE(1, 0);
  photo.writeUInt16BE(0x9286, 2);
  photo.writeUInt16BE(7, 4);
  photo.writeUInt32BE(stored.length, 6);
  photo.writeUInt32BE(26 + photo.length, 10);
  const bytes = block(
    [{ tag: 0x8769, type: 4, count: 1, value: 26 }],
    Buffer.concat([photo, stored, Buffer.alloc(1)]),
  );
  expect(rewritten(bytes)?.includes(comment(text))).toBe(true);
});

it('a block of fields that share their bytes stays below 64 KiB', () => {
  const below = 8 + 2 + 24 + 4;
  const many = Array.from({ length: 2000 }, (_, tag) => ({ tag, type: 7, count: 9000, value: 8 }));
  const photo = block(many).subarray(8);
  const entries = [
    { tag: 0x013b, type: 2, count: 2, value: 0x6d650000 },
    { tag: 0x8769, type: 4, count: 1, value: below },
  ];
  const written = rewritten(block(entries, photo), true);
  expect(written?.length).toBeGreaterThan(9000);
  expect(written?.length).toBeLessThan(65_528);
});

it.each<[string, Uint8Array]>([
  ['nothing', new Uint8Array(0)],
  ['a header alone', Buffer.from('II*\0\x08\0\0\0')],
  ['another magic number', Buffer.from('II+\0\x08\0\0\0\0\0\0\0')],
  ['a directory beyond the end', Buffer.from('MM\0*\xff\xff\xff\xff', 'latin1')],
  ['a count that lies', block([{ tag: 0x013b, type: 2, count: 0xffffffff, value: 0 }])],
  ['an offset that lies', block([{ tag: 0x013b, type: 2, count: 100, value: 0xfffffff0 }])],
  ['an unknown type', block([{ tag: 0x013b, type: 99, count: 1, value: 0 }])],
  ['private fields alone', block([{ tag: 0xc4a5, type: 7, count: 4, value: 0 }])],
])('%s gives no block', (_, bytes) => {
  expect(fieldsFor(bytes, wishes)).toBeUndefined();
});

it('directories that point at themselves end', () => {
  const entries = [
    { tag: 0x0110, type: 2, count: 2, value: 0x6d650000 },
    { tag: 0x8769, type: 4, count: 1, value: 8 },
    { tag: 0x8825, type: 4, count: 1, value: 8 },
  ];
  const written = rewritten(block(entries), true);
  expect(written?.length).toBeLessThan(200);
  expect(readExifFields(written ?? new Uint8Array())?.main.map(({ tag }) => tag)).toEqual([0x0110]);
});
