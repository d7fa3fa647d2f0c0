/**
 * Decides whose fault a coder's failure is. An error that a library reports about the file or picture is the client's
 * fault. Bugs of ours and exhausted memory, disk or file handles are the server's, and are thrown unchanged. A coder
 * therefore puts only the library's call into its `try`, and throws the results of these functions.
 */
import { isNoirError, NoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { corrupt, truncated } from '../formats/checks.ts';
import type { FormatName, Header } from '../formats/format.ts';
import { uprightExtent } from '../formats/orientation.ts';

/** Messages of libvips, its loaders, pngjs and jpeg-js for data that ended early. */
const ENDED_EARLY = /premature|truncat|unexpected end|ran out of data|end of file|not enough|insufficient/i;

/** Error codes of Node and zlib for exhausted resources. */
const EXHAUSTED_CODES: readonly unknown[] = [
  ...['ENOMEM', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'],
  ...['ERR_MEMORY_ALLOCATION_FAILED', 'Z_MEM_ERROR'],
];

/** Messages for exhausted resources: V8, libvips, GLib, libjpeg, libtiff, C++ and the C library. */
const EXHAUSTED =
  /out of memory|bad_alloc|insufficient memory|allocat\w* (?:failed|error)|(?:cannot|failed to|unable to) allocate|no space left|quota exceeded|too many open files|(?:error creating|unable to create) thread/i;

/** libheif reports an allocation error when a file asks for more than its security limits allow. */
const ASKS_TOO_MUCH = /security limit/i;

/** Whether memory, disk space, threads or file handles ran out. */
export function isExhausted(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && EXHAUSTED_CODES.includes(error.code)) return true;
  return EXHAUSTED.test(error.message) && !ASKS_TOO_MUCH.test(error.message);
}

/** Whether the error indicates a bug in a program. */
function isMistake(error: unknown): boolean {
  const classes = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError];
  return classes.some((known) => error instanceof known) || (error as Error)?.name === 'AssertionError';
}

/** Whether a native library threw this error because of its input. */
export function isAboutInput(error: unknown): error is Error {
  return error instanceof Error && !isNoirError(error) && !isExhausted(error) && !isMistake(error);
}

/** The error to throw for a native decoder's error: one about the file, or the error itself. */
export function fileFault(error: unknown): unknown {
  return isAboutInput(error) ? damaged(error) : error;
}

/**
 * The same for a decoder in JavaScript. Damaged files can make it throw any class of error, so nothing else may be
 * inside the `try`.
 */
export function scriptFault(error: unknown): unknown {
  return isNoirError(error) || isExhausted(error) ? error : damaged(error);
}

/** The error to throw for an encoder's error: one about the picture, or the error itself. */
export function pictureFault(format: FormatName, error: unknown): unknown {
  if (!isAboutInput(error)) return error;
  return new NoirError('cannot-encode', `The result could not be written as ${format}`, { cause: error });
}

/** Whether the error says that a file is damaged or cut short. */
export function saysDamaged(error: unknown): boolean {
  return isNoirError(error) && ['corrupt-image', 'truncated-image'].includes(error.code);
}

/** The library's own message goes into `cause` only. */
function damaged(cause: unknown): NoirError {
  const message = cause instanceof Error ? cause.message : '';
  if (ENDED_EARLY.test(message)) return truncated('The pixel data of the picture ends early', cause);
  return corrupt('The pixel data of the picture is damaged', cause);
}

/**
 * Returns the decoded picture. Throws `corrupt-image` when its extent differs from the header's, and `memory-limit`
 * when more channels or a larger pixel type than promised make it too large.
 */
export function checkDecoded(image: Image, header: Header, limits: Limits): Image {
  const { width, height } = uprightExtent(header, header.orientation);
  if (image.width !== width || image.height !== height) {
    throw corrupt(`The picture says it is ${width}x${height} but is ${image.width}x${image.height} pixels`);
  }
  checkShape(image, limits);
  return image;
}
