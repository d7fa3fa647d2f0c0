/** The list of formats. */
import { NoirError } from '../core/errors.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { avif } from './avif/avif.ts';
import type { Format, FormatName, Header } from './format.ts';
import { gif } from './gif/gif.ts';
import { DEFAULT_READING, type Reading } from './input.ts';
import { jpeg } from './jpeg/jpeg.ts';
import { png } from './png/png.ts';
import { strangerName } from './strangers.ts';
import { isSvg } from './svg/sniff.ts';
import { tiff } from './tiff/tiff.ts';
import { webp } from './webp/webp.ts';

/** All formats by name. */
export const FORMATS: Readonly<Record<FormatName, Format>> = { jpeg, png, webp, avif, gif, tiff };

export const formatNames = Object.keys(FORMATS) as readonly FormatName[];

/** Finds a format by name or file name extension, in any case: `jpeg`, `jpg`, `TIF`. */
export function findFormat(nameOrExtension: string): Format | undefined {
  const wanted = nameOrExtension.toLowerCase();
  return Object.values(FORMATS).find(
    (format) => format.name === wanted || format.extensions.includes(wanted),
  );
}

/** Recognises a format by a file's first bytes. Never throws. */
export function sniffFormat(bytes: Uint8Array): Format | undefined {
  return Object.values(FORMATS).find((format) => format.sniff(bytes));
}

/**
 * Reads a file's header and checks it against the limits, before a pixel is decoded. For any bytes, throws only
 * `empty-body`, `unsupported-format`, `svg-refused`, `corrupt-image`, `truncated-image`, `unsupported-depth`, or the error of a
 * limit.
 */
export function readHeader(bytes: Uint8Array, limits: Limits, reading: Reading = DEFAULT_READING): Header {
  const header = formatOf(bytes).readHeader(bytes, limits, reading);
  checkShape(header, limits);
  return header;
}

/** As `readHeader`, but overlooks faults behind the first bytes of a file. */
export function peekHeader(bytes: Uint8Array, limits: Limits, reading: Reading = DEFAULT_READING): Header {
  const format = formatOf(bytes);
  return (format.peekHeader ?? format.readHeader)(bytes, limits, reading);
}

/** Whether the first bytes of a file, perhaps very few, are of a format whose header can be read from the beginning alone. */
export function mayPeek(head: Uint8Array): boolean {
  return sniffFormat(head)?.peekHeader !== undefined;
}

/** Whether `peekHeader` gets by with the first bytes of a file, of which `head` is all that is at hand. */
export function canPeek(head: Uint8Array, limits: Limits): boolean {
  try {
    formatOf(head).peekHeader?.(head, limits, DEFAULT_READING);
    return formatOf(head).peekHeader !== undefined;
  } catch {
    return false;
  }
}

function formatOf(bytes: Uint8Array): Format {
  if (bytes.length === 0) throw new NoirError('empty-body', 'There are no bytes');
  const format = sniffFormat(bytes);
  if (format) return format;
  if (isSvg(bytes)) throw new NoirError('svg-refused', 'SVG is not taken: convert it to a picture first');
  const stranger = strangerName(bytes);
  const received = stranger === undefined ? '' : `, received ${stranger}`;
  throw new NoirError('unsupported-format', `Expected one of ${formatNames.join(', ')}${received}`);
}
