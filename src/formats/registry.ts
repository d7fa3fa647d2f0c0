import { NoirError } from '../core/errors.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { avif } from './avif/avif.ts';
import type { Format, FormatName, Header } from './format.ts';
import { gif } from './gif/gif.ts';
import { DEFAULT_READING, type Reading } from './input.ts';
import { jpeg } from './jpeg/jpeg.ts';
import { png } from './png/png.ts';
import { tiff } from './tiff/tiff.ts';
import { webp } from './webp/webp.ts';

/** Every format that Noir knows, by name. */
export const FORMATS: Readonly<Record<FormatName, Format>> = { jpeg, png, webp, avif, gif, tiff };

export const formatNames = Object.keys(FORMATS) as readonly FormatName[];

/** The format of that name or file name extension, in any case: `jpeg`, `jpg`, `TIF`. */
export function findFormat(nameOrExtension: string): Format | undefined {
  const wanted = nameOrExtension.toLowerCase();
  return Object.values(FORMATS).find(
    (format) => format.name === wanted || format.extensions.includes(wanted),
  );
}

/** The format that the first bytes belong to. Never throws. */
export function sniffFormat(bytes: Uint8Array): Format | undefined {
  return Object.values(FORMATS).find((format) => format.sniff(bytes));
}

/**
 * What a file says of itself, checked against the limits before a pixel is decoded. Throws
 * `empty-body`, `unsupported-format`, `corrupt-image`, `truncated-image`, `unsupported-depth`, or the
 * limit that the file passes; nothing else, on any bytes.
 */
export function readHeader(bytes: Uint8Array, limits: Limits, reading: Reading = DEFAULT_READING): Header {
  if (bytes.length === 0) throw new NoirError('empty-body', 'There are no bytes');
  const format = sniffFormat(bytes);
  if (!format) {
    throw new NoirError('unsupported-format', `Expected one of ${formatNames.join(', ')}`);
  }
  const header = format.readHeader(bytes, limits, reading);
  checkShape(header, limits);
  return header;
}
