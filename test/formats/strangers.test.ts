/** Files of kinds that Noir does not read are refused by name. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';

const box = (brand: string) => `\0\0\0\x18ftyp${brand}\0\0\0\0mif1heic`;

test.each([
  ['HEIC', box('heic')],
  ['HEIC', box('hevc')],
  ['HEIF', box('mif1')],
  ['Canon CR3', box('crx ')],
  ['a film', box('isom')],
  ['JPEG XL', '\xff\x0a\x10'],
  ['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['BMP', 'BM\x36\0\0\0'],
  ['PDF', '%PDF-1.7'],
  ['DICOM', `${'\0'.repeat(128)}DICM`],
  ['Netpbm', 'P6\n3 2\n255\n'],
  ['HTML', '\xef\xbb\xbf\n<!DOCTYPE html><html><body>404</body></html>'],
  ['XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
  ['JSON', '{"error":"not found"}'],
  ['text', 'Not found\n'],
  ['a Git LFS pointer in place of its file', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n'],
  ['a data URL as text', 'data:image/png;base64,iVBORw0KGgo='],
  ['a PNG that was converted as if it were text', '\xef\xbf\xbdPNG\r\n\x1a\n\0\0\0\rIHDR'],
  [
    'a file that was converted as if it were text',
    '\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\0\x10JFIF',
  ],
  ['a film', '\x1a\x45\xdf\xa3\x01\0\0\0'],
  ['a sound', 'RIFF\x24\0\0\0WAVEfmt '],
  ['OpenEXR', '\x76\x2f\x31\x01'],
])('%s', (name, text) => {
  const message = expect.stringMatching(new RegExp(`, received ${name}$`));
  expect(() => readHeader(Buffer.from(text, 'latin1'), DEFAULT_LIMITS)).toThrow(
    expect.objectContaining({ code: 'unsupported-format', status: 415, message }),
  );
});

test('of any other kind, or a very short one, without a name', () => {
  for (const text of [
    'hello',
    'P',
    'P62',
    'B',
    '\0\0\0\x18fty',
    'unknown\0\x01\x02',
    '\xe9\xa0\xf0\xb5\xc3\xd0\xee\xaa',
  ]) {
    expect(() => readHeader(Buffer.from(text, 'latin1'), DEFAULT_LIMITS)).toThrow(/tiff$/);
  }
});
