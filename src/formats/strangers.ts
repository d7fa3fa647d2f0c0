/** Recognises files of common kinds that Noir does not read, so that an error can name them. */
import { hasBytes, hasText } from './reader.ts';

/** Kinds by the text at an offset of the file. */
const TEXTS: readonly (readonly [at: number, text: string, name: string])[] = [
  ...([
    [4, 'ftyphei', 'HEIC'],
    [4, 'ftyphev', 'HEIC'],
    [4, 'ftypmif1', 'HEIF'],
    [4, 'ftypmsf1', 'HEIF'],
    [4, 'ftypcrx ', 'Canon CR3'],
    [4, 'ftyp', 'a film'],
    [4, 'JXL ', 'JPEG XL'],
    [4, 'jP  ', 'JPEG 2000'],
    [128, 'DICM', 'DICOM'],
  ] as const),
  ...([
    [0, '%PDF', 'PDF'],
    [0, '%!PS', 'PostScript'],
    [0, '8BPS', 'Photoshop'],
    [0, 'BM', 'BMP'],
    [0, 'SIMPLE  =', 'FITS'],
    [0, '#?RADIANCE', 'Radiance HDR'],
    [0, 'qoif', 'QOI'],
    [0, 'DDS ', 'DDS'],
    [0, 'FUJIFILMCCD-RAW', 'Fujifilm RAF'],
    [0, 'IIU\0', 'Panasonic RW2'],
    [0, 'IIRO', 'Olympus ORF'],
    [0, 'PK\x03\x04', 'ZIP'],
  ] as const),
];

/** Kinds by their first bytes. */
const BYTES: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0xff, 0x0a], 'JPEG XL'],
  [[0xff, 0x4f, 0xff, 0x51], 'JPEG 2000'],
  [[0x49, 0x49, 0xbc], 'JPEG XR'],
  [[0x76, 0x2f, 0x31, 0x01], 'OpenEXR'],
  [[0x00, 0x00, 0x01, 0x00], 'ICO'],
  [[0x8a, 0x4d, 0x4e, 0x47], 'MNG'],
  [[0x8b, 0x4a, 0x4e, 0x47], 'JNG'],
  [[0x89, 0x48, 0x44, 0x46], 'HDF5'],
  [[0x1f, 0x8b], 'gzip'],
];

/** Netpbm's numbers, before white space: `P1` to `P7`. */
const NETPBM = /^P[1-7]\s/;

/** The name of the file's kind, if it is known here. Never throws. */
export function strangerName(bytes: Uint8Array): string | undefined {
  const byText = TEXTS.find(([at, text]) => hasText(bytes, at, text));
  if (byText) return byText[2];
  const byBytes = BYTES.find(([start]) => hasBytes(bytes, 0, start));
  if (byBytes) return byBytes[1];
  return NETPBM.test(String.fromCharCode(...bytes.subarray(0, 3))) ? 'Netpbm' : undefined;
}
