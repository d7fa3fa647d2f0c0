/**
 * Whose fault a failure is. A library's word on the file or the picture is the client's; a bug of ours and exhausted
 * memory, disk or files are the server's, and are thrown as they are. So a coder has only the library's call inside
 * its `try`, and throws what these functions make of the error.
 */
import { isNoirError, NoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { corrupt, truncated } from '../formats/checks.ts';
import type { FormatName, Header } from '../formats/format.ts';
import { uprightExtent } from '../formats/orientation.ts';

/** Words by which libvips, its loaders, pngjs and jpeg-js say that the data ended early. */
const ENDED_EARLY = /premature|truncat|unexpected end|ran out of data|end of file|not enough|insufficient/i;

/** Codes of Node and zlib for what the machine has run out of. */
const EXHAUSTED_CODES: readonly unknown[] = [
  ...['ENOMEM', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'],
  ...['ERR_MEMORY_ALLOCATION_FAILED', 'Z_MEM_ERROR'],
];

/** The same in words: of V8, libvips, GLib, libjpeg, libtiff, C++ and the C library. */
const EXHAUSTED =
  /out of memory|bad_alloc|insufficient memory|allocat\w* (?:failed|error)|(?:cannot|failed to|unable to) allocate|no space left|quota exceeded|too many open files/i;

/** libheif calls it an allocation error when a file asks for more than a decoder should give. */
const ASKS_TOO_MUCH = /security limit/i;

/** Whether memory, disk space or files ran out. */
export function isExhausted(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && EXHAUSTED_CODES.includes(error.code)) return true;
  return EXHAUSTED.test(error.message) && !ASKS_TOO_MUCH.test(error.message);
}

/** Whether an error tells of a mistake in a program. */
function isMistake(error: unknown): boolean {
  const classes = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError];
  return classes.some((known) => error instanceof known) || (error as Error)?.name === 'AssertionError';
}

/** Whether a native library threw this because of what it was given. */
export function isAboutInput(error: unknown): error is Error {
  return error instanceof Error && !isNoirError(error) && !isExhausted(error) && !isMistake(error);
}

/** What to throw for what a native decoder threw: an error about the file, or the same error where it is not. */
export function fileFault(error: unknown): unknown {
  return isAboutInput(error) ? damaged(error) : error;
}

/**
 * The same for a decoder in JavaScript. Damaged files make it throw any class of error, so the call to it must be
 * all that can throw.
 */
export function scriptFault(error: unknown): unknown {
  return isNoirError(error) || isExhausted(error) ? error : damaged(error);
}

/** What to throw for what an encoder threw: an error about the picture, or the same error where it is not. */
export function pictureFault(format: FormatName, error: unknown): unknown {
  if (!isAboutInput(error)) return error;
  return new NoirError('cannot-encode', `The result could not be written as ${format}`, { cause: error });
}

/** Whether an error says that a file is damaged, or cut short. */
export function saysDamaged(error: unknown): boolean {
  return isNoirError(error) && ['corrupt-image', 'truncated-image'].includes(error.code);
}

/** The library's own words go into `cause` only. */
function damaged(cause: unknown): NoirError {
  const message = cause instanceof Error ? cause.message : '';
  if (ENDED_EARLY.test(message)) return truncated('The pixel data of the picture ends early', cause);
  return corrupt('The pixel data of the picture is damaged', cause);
}

/**
 * The decoded picture itself. Throws `corrupt-image` unless it has the extent that its header promised,
 * and `memory-limit` where channels or depth turn out larger than promised, and too large.
 */
export function checkDecoded(image: Image, header: Header, limits: Limits): Image {
  const { width, height } = uprightExtent(header, header.orientation);
  if (image.width !== width || image.height !== height) {
    throw corrupt(`The picture says it is ${width}x${height} but is ${image.width}x${image.height} pixels`);
  }
  checkShape(image, limits);
  return image;
}
