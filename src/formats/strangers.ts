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
    [8, 'WAVE', 'a sound'],
    [0, 'version https://git-lfs', 'a Git LFS pointer in place of its file'],
    [0, 'data:image/', 'a data URL as text'],
    [0, '\xef\xbf\xbdPNG', 'a PNG that was converted as if it were text'],
    [0, '\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd', 'a file that was converted as if it were text'],
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
  [[0x1a, 0x45, 0xdf, 0xa3], 'a film'],
];

/** Netpbm's numbers, before white space: `P1` to `P7`. */
const NETPBM = /^P[1-7]\s/;

/** Bytes at the start that tell whether a file is text. */
const READ = 512;

/** Fewer bytes are not called text. */
const SHORTEST_TEXT = 8;

/** Characters that text does not have: all controls but white space and escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** Whether a file begins with UTF-8 without control characters. The last character may be cut. */
function isText(start: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return start.length >= SHORTEST_TEXT && !CONTROLS.test(text);
  } catch {
    return false;
  }
}

/** Text that servers send in place of a picture, behind white space and a byte order mark. */
const MARKUP = [
  [/^<(!doctype html|html|head|body)\b/i, 'HTML'],
  [/^<\?xml\b/i, 'XML'],
  [/^[[{]\s*["{[]/, 'JSON'],
] as const;

/** The name of the file's kind, if it is known here. Never throws. */
export function strangerName(bytes: Uint8Array): string | undefined {
  const byText = TEXTS.find(([at, text]) => hasText(bytes, at, text));
  if (byText) return byText[2];
  const byBytes = BYTES.find(([start]) => hasBytes(bytes, 0, start));
  if (byBytes) return byBytes[1];
  const start = String.fromCharCode(...bytes.subarray(0, READ));
  if (NETPBM.test(start)) return 'Netpbm';
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  const markup = MARKUP.find(([pattern]) => pattern.test(text));
  if (markup) return markup[1];
  return isText(bytes.subarray(0, READ)) ? 'text' : undefined;
}
